import { type DragEvent, useState } from 'react';
import type { GivenPicture } from './build-request.ts';
import type { SampleCharacter } from './playground-props.ts';
import { ACCEPTED_TYPES, readFile, refusePicture } from './read-picture.ts';

interface CharacterFieldProps {
  readonly picture: GivenPicture | null;
  readonly characters: readonly SampleCharacter[];
  readonly onChange: (picture: GivenPicture | null) => void;
}

/** The character to keep: dropped, pasted, picked, or one of those at hand. */
export function CharacterField({ picture, characters, onChange }: CharacterFieldProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const reason = refusePicture(file);
    setRefusal(reason);
    if (reason === null) onChange({ name: file.name, previewUrl: await readFile(file) });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <fieldset
      className="field character"
      onPaste={(event) => void take(event.clipboardData.files[0])}
    >
      <legend>Character</legend>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the file input does the same */}
      <div
        className={over ? 'drop drop-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {picture && <img src={picture.previewUrl} alt={`The character: ${picture.name}`} />}
        <div className="drop-text">
          <p>{picture ? picture.name : 'None: the words alone decide.'}</p>
          <label className="link-button">
            <input
              type="file"
              accept={ACCEPTED_TYPES}
              onChange={(event) => void take(event.currentTarget.files?.[0])}
            />
            <span>Choose a picture</span>
          </label>
          {picture && (
            <button className="link-button" type="button" onClick={() => onChange(null)}>
              Remove
            </button>
          )}
          <p className="quiet">You can also drop or paste one here.</p>
        </div>
      </div>
      {refusal && (
        <p className="field-error" role="alert">
          {refusal}
        </p>
      )}
      <AtHand characters={characters} chosen={picture?.previewUrl ?? null} onChange={onChange} />
    </fieldset>
  );
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
            onClick={() => props.onChange({ name, previewUrl: url })}
          >
            <img src={url} alt={alt} loading="lazy" width={64} height={64} />
          </button>
        </li>
      ))}
    </ul>
  );
}
