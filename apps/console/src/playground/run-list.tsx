import { useEffect, useRef, useState } from 'react';
import { countText, durationText, usdFromCents } from '../ui/format.ts';
import type { Choices } from './build-request.ts';
import type { Run } from './use-playground.ts';

interface RunListProps {
  readonly runs: readonly Run[];
  readonly onCancel: () => void;
  readonly onRerun: (choices: Choices) => void;
  /** A picture made here becomes the character. */
  readonly onUse: (url: string) => void;
}

/** Everything made on this visit, newest first. */
export function RunList(props: RunListProps) {
  const { runs } = props;
  const [newest] = runs;
  const top = useRef<HTMLElement>(null);
  const started = newest?.state === 'running' ? newest.id : null;
  useEffect(() => {
    // On a narrow screen the pictures are below the form: bring them into sight.
    if (started !== null) top.current?.scrollIntoView({ block: 'nearest' });
  }, [started]);
  return (
    <section className="runs" aria-label="Results" ref={top}>
      <p className="visually-hidden" role="status">
        {newest ? describe(newest) : ''}
      </p>
      {runs.length === 0 ? (
        <div className="runs-empty">
          <p>Your picture hangs here.</p>
        </div>
      ) : (
        runs.map((run) => <OneRun key={run.id} run={run} {...props} />)
      )}
    </section>
  );
}

function OneRun({ run, ...verbs }: { run: Run } & RunListProps) {
  switch (run.state) {
    case 'running':
      return <Running run={run} onCancel={verbs.onCancel} />;
    case 'failed':
      return (
        <div className="run run-failed" role="alert">
          <p>{run.message}</p>
          {run.requestId && (
            <p className="quiet">
              Request <code>{run.requestId}</code>. Nothing was charged.
            </p>
          )}
        </div>
      );
    case 'done':
      return <Done run={run} {...verbs} />;
  }
}

function Running({ run, onCancel }: { run: Run; onCancel: () => void }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="run run-running" data-shape={shapeOf(run.choices.size)}>
      <p>
        Drawing {countText(run.choices.count, 'picture')} … {seconds} s
      </p>
      <button className="button button-quiet" type="button" onClick={onCancel}>
        Stop
      </button>
    </div>
  );
}

function Done(props: { run: Extract<Run, { state: 'done' }> } & Omit<RunListProps, 'runs'>) {
  const { run, onRerun, onUse } = props;
  const { result, choices } = run;
  return (
    <article className="run">
      <div className={result.pictures.length > 1 ? 'run-set' : 'run-one'}>
        {result.pictures.map((picture) => (
          <figure key={picture.url} className="plate">
            <a href={picture.url} target="_blank" rel="noreferrer">
              <img src={picture.url} alt={choices.prompt} data-shape={shapeOf(choices.size)} />
            </a>
            <figcaption>
              {picture.seed !== null && <span>Seed {picture.seed}</span>}
              <span className="run-verbs">
                <a href={picture.url} download="">
                  Download
                </a>
                <button type="button" onClick={() => onUse(picture.url)}>
                  Use as character
                </button>
                {picture.seed !== null && (
                  <button
                    type="button"
                    onClick={() => onRerun({ ...choices, count: 1, seed: String(picture.seed) })}
                  >
                    Same seed again
                  </button>
                )}
              </span>
            </figcaption>
          </figure>
        ))}
      </div>
      <div className="run-caption">
        <cite>{choices.prompt}</cite>
        <p>
          {run.model.name}, made by {result.provider}, {result.size.replace('x', ' × ')},{' '}
          {usdFromCents(result.costCents)}, {durationText(run.tookMs)}
        </p>
        {result.warning && <p className="note">{result.warning}</p>}
      </div>
    </article>
  );
}

function describe(run: Run): string {
  switch (run.state) {
    case 'running':
      return 'Drawing.';
    case 'failed':
      return run.message;
    case 'done':
      return `${countText(run.result.pictures.length, 'picture')} finished.`;
  }
}

/** Style sheets cannot take a ratio from an attribute, so the few shapes have names. */
function shapeOf(size: string): 'square' | 'landscape' | 'portrait' {
  const [width = 1, height = 1] = size.split('x').map(Number);
  return width === height ? 'square' : width > height ? 'landscape' : 'portrait';
}
