/// <reference lib="dom" />
import { useState } from 'react';
import { durationText, usdFromCents } from '../ui/format.ts';
import { nameAppearance } from './appearance.ts';
import type { ArrivedPicture } from './call-gateway.ts';
import { PictureViewer } from './picture-viewer.tsx';
import { type DoneRun, type RunVerbs, shapeOf } from './runs.ts';

type CardProps = { readonly run: DoneRun } & RunVerbs;

/** The pictures of one call, what they cost, and what can be done with them. */
export function DoneCard({ run, ...verbs }: CardProps) {
  const { result, choices } = run;
  return (
    <article className="run">
      <div className={result.pictures.length > 1 ? 'run-set' : 'run-one'}>
        {result.pictures.map((picture) => (
          <OnePicture key={picture.url} picture={picture} run={run} {...verbs} />
        ))}
      </div>
      <div className="run-caption">
        <cite>{choices.prompt}</cite>
        <p>
          {run.model.name}, made by {result.provider}, {result.size.replace('x', ' × ')},{' '}
          <strong>{usdFromCents(result.costCents)}</strong>, {durationText(run.tookMs)}
        </p>
        {result.warning && (
          <details className="run-warning">
            <summary>What was not done exactly as asked</summary>
            <p>{result.warning}</p>
          </details>
        )}
      </div>
    </article>
  );
}

function OnePicture({ picture, run, ...verbs }: { picture: ArrivedPicture } & CardProps) {
  const { choices } = run;
  const [viewing, setViewing] = useState(false);
  const appearance = nameAppearance(picture.metrics);
  return (
    <figure className="plate">
      <button className="plate-open" type="button" onClick={() => setViewing(true)}>
        <img src={picture.url} alt={choices.prompt} data-shape={shapeOf(run.result.size)} />
      </button>
      <figcaption>
        {appearance && <p className="appearance">{appearance}</p>}
        <PictureVerbs picture={picture} run={run} {...verbs} />
      </figcaption>
      {viewing && (
        <PictureViewer
          url={picture.url}
          alt={choices.prompt}
          before={choices.picture?.previewUrl ?? null}
          onClose={() => setViewing(false)}
        />
      )}
    </figure>
  );
}

function PictureVerbs({ picture, run, ...verbs }: { picture: ArrivedPicture } & CardProps) {
  const { choices } = run;
  const { seed, url } = picture;
  const here = new URL(url, location.href).href;
  return (
    <p className="run-verbs">
      {seed !== null && <span className="quiet">Seed {seed}</span>}
      <a href={url} download={`picture-${seed ?? 'made-here'}`}>
        Download
      </a>
      {url.startsWith('/img/') && <CopyButton text={here} label="Copy URL" />}
      <button type="button" onClick={() => verbs.onUse(url)}>
        Use as reference
      </button>
      <button type="button" onClick={() => verbs.onRerun({ ...choices, seed: '' })}>
        Vary
      </button>
      {seed !== null && (
        <button
          type="button"
          onClick={() => verbs.onRerun({ ...choices, count: 1, seed: String(seed) })}
        >
          Same seed again
        </button>
      )}
      <CopyButton text={verbs.linkOf(choices, picture)} label="Copy share link" />
    </p>
  );
}

function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1600);
  };
  return (
    <button type="button" onClick={() => void copy().catch(() => {})}>
      {copied ? 'Copied' : label}
    </button>
  );
}
