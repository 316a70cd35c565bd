/// <reference lib="dom" />
import { useRef, useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';

/** One picture large: at its own size on demand, or against what went in. */
export function PictureViewer(props: {
  url: string;
  alt: string;
  before: string | null;
  onClose: () => void;
}) {
  const { url, alt, before, onClose } = props;
  const [full, setFull] = useState(false);
  const [comparing, setComparing] = useState(false);
  return (
    <Dialog title={alt} onClose={onClose} wide>
      <div className={full ? 'viewer viewer-full' : 'viewer'}>
        {comparing && before ? (
          <BeforeAfter before={before} after={url} alt={alt} />
        ) : (
          <img src={url} alt={alt} />
        )}
      </div>
      <p className="dialog-verbs">
        <button className="button button-quiet" type="button" onClick={() => setFull(!full)}>
          {full ? 'Fit to the screen' : 'At its own size'}
        </button>
        {before && (
          <button
            className="button button-quiet"
            type="button"
            aria-pressed={comparing}
            onClick={() => setComparing(!comparing)}
          >
            {comparing ? 'The picture alone' : 'Before and after'}
          </button>
        )}
      </p>
    </Dialog>
  );
}

/** Two pictures over each other; the slider moves the edge between them. */
function BeforeAfter({ before, after, alt }: { before: string; after: string; alt: string }) {
  const top = useRef<HTMLImageElement>(null);
  return (
    <div className="before-after">
      <img src={after} alt={alt} />
      <img ref={top} className="before" src={before} alt="What went in" />
      <input
        type="range"
        min={0}
        max={100}
        defaultValue={50}
        aria-label="How much of what went in is shown"
        onInput={(event) =>
          top.current?.style.setProperty('--edge-at', `${100 - Number(event.currentTarget.value)}%`)
        }
      />
    </div>
  );
}
