/// <reference lib="dom" />
import { type DragEvent, type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import type { GivenPicture } from './build-request.ts';
import { CameraDialog } from './camera-dialog.tsx';
import { type CutOutView, cutOut } from './cut-out.ts';
import { CallError } from './gateway-client.ts';
import { MaskEditor } from './mask-editor.tsx';
import type { SampleCharacter } from './playground-props.ts';
import { ACCEPTED_TYPES, refusePicture, takePicture } from './read-picture.ts';

interface CharacterFieldProps {
  readonly picture: GivenPicture | null;
  readonly characters: readonly SampleCharacter[];
  /** Whether the model takes a mask at all. */
  readonly takesMask: boolean;
  readonly onChange: (picture: GivenPicture | null) => void;
}

/** The character to keep: dropped, pasted, picked, photographed, or one of those at hand. */
export function CharacterField(props: CharacterFieldProps) {
  const { picture, characters, takesMask, onChange } = props;
  const [note, setNote] = useState<{ text: string; isFault: boolean } | null>(null);
  const [camera, setCamera] = useState(false);
  const take = async (file: Blob | undefined, name: string) => {
    if (file === undefined) return;
    const refusal = refusePicture(file);
    setNote(refusal === null ? null : { text: refusal, isFault: true });
    if (refusal !== null) return;
    try {
      const taken = await takePicture(file);
      if (taken.note) setNote({ text: taken.note, isFault: false });
      onChange({ name, previewUrl: taken.dataUrl, mask: null });
    } catch {
      setNote({ text: 'This picture cannot be read.', isFault: true });
    }
  };
  usePaste((file) => void take(file, 'A pasted picture'));
  return (
    <fieldset className="field character">
      <legend>Character</legend>
      <DropZone onFile={(file) => void take(file, file.name)}>
        <Preview picture={picture} takesMask={takesMask} onChange={onChange} />
        <p className="drop-verbs">
          <label className="link-button">
            <input
              type="file"
              accept={ACCEPTED_TYPES}
              onChange={(event) => {
                const [file] = event.currentTarget.files ?? [];
                void take(file, file?.name ?? '');
              }}
            />
            <span>Choose a picture</span>
          </label>
          <button className="link-button" type="button" onClick={() => setCamera(true)}>
            Camera
          </button>
          {picture && (
            <button className="link-button" type="button" onClick={() => onChange(null)}>
              Remove
            </button>
          )}
          <span className="quiet">or drop or paste one</span>
        </p>
      </DropZone>
      {note && (
        <p className={note.isFault ? 'field-error' : 'quiet'} role="alert">
          {note.text}
        </p>
      )}
      <AtHand characters={characters} chosen={picture?.previewUrl ?? null} onChange={onChange} />
      {camera && (
        <CameraDialog
          onTaken={(photo) => {
            setCamera(false);
            void take(photo, 'A photo');
          }}
          onClose={() => setCamera(false)}
        />
      )}
    </fieldset>
  );
}

/** Hears of pictures that are pasted anywhere on the page. */
function usePaste(onFile: (file: File) => void): void {
  const hear = useEffectEvent((event: ClipboardEvent) => {
    const [file] = event.clipboardData?.files ?? [];
    if (file) onFile(file);
  });
  useEffect(() => {
    const paste = (event: ClipboardEvent) => hear(event);
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, []);
}

function DropZone(props: { onFile: (file: File) => void; children: ReactNode }) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) props.onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the file input does the same
    <div
      className={over ? 'drop drop-over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {props.children}
    </div>
  );
}

/** The picture and what the engine takes for the character in it. */
function Preview(props: {
  picture: GivenPicture | null;
  takesMask: boolean;
  onChange: (picture: GivenPicture) => void;
}) {
  const { picture, takesMask, onChange } = props;
  const [editing, setEditing] = useState(false);
  const cut = useCutOut(picture, editing);
  if (picture === null) {
    return <p className="drop-none">No character: the words alone decide.</p>;
  }
  return (
    <div className="preview">
      <img
        className={cut.view ? 'checkered' : ''}
        src={cut.view?.dataUrl ?? picture.previewUrl}
        alt={`The character: ${picture.name}`}
      />
      <div className="drop-text">
        <p>
          <strong>{picture.name}</strong>
        </p>
        <p className="quiet" role="status">
          {cut.note}
        </p>
        {takesMask && (
          <button className="link-button" type="button" onClick={() => setEditing(true)}>
            Edit the mask
          </button>
        )}
        {picture.mask && (
          <button
            className="link-button"
            type="button"
            onClick={() => onChange({ ...picture, mask: null })}
          >
            Drop my mask
          </button>
        )}
      </div>
      {editing && cut.view && (
        <MaskEditor
          pictureUrl={picture.previewUrl}
          cutOutUrl={cut.view.dataUrl}
          onDone={(mask) => {
            setEditing(false);
            onChange({ ...picture, mask });
          }}
          onClose={() => setEditing(false)}
        />
      )}
    </div>
  );
}

/** Cuts out what a visitor brought at once; what is ours and has alpha, when it is asked. */
function useCutOut(picture: GivenPicture | null, wanted: boolean) {
  const [view, setView] = useState<CutOutView | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const url = picture?.previewUrl ?? null;
  const mask = picture?.mask ?? null;
  const isOurs = url?.startsWith('/assets/') ?? false;
  const shall = url !== null && (!isOurs || mask !== null || wanted);
  useEffect(() => {
    setView(null);
    setFault(null);
    if (!shall || url === null) return;
    const ending = new AbortController();
    cutOut({ previewUrl: url, mask }, ending.signal)
      .then(setView)
      .catch((error: unknown) => {
        if (ending.signal.aborted) return;
        setFault(error instanceof CallError ? error.message : 'The gateway cannot be reached.');
      });
    return () => ending.abort();
  }, [url, mask, shall]);
  const waiting = shall ? 'Cutting it out …' : 'Its background is transparent.';
  return { view, note: fault ?? view?.note ?? waiting };
}

function AtHand(props: {
  characters: readonly SampleCharacter[];
  chosen: string | null;
  onChange: (picture: GivenPicture) => void;
}) {
  if (props.characters.length === 0) return null;
  return (
    <ul className="at-hand" aria-label="Characters at hand">
      {props.characters.map(({ name, url, alt }) => (
        <li key={url}>
          <button
            type="button"
            aria-pressed={props.chosen === url}
            title={name}
            onClick={() => props.onChange({ name, previewUrl: url, mask: null })}
          >
            <img src={url} alt={alt} width={64} height={64} />
          </button>
        </li>
      ))}
    </ul>
  );
}
