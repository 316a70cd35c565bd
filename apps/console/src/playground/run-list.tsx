/// <reference lib="dom" />
import { useEffect, useRef, useState } from 'react';
import { countText } from '../ui/format.ts';
import { DoneCard } from './done-card.tsx';
import { type Run, type RunVerbs, shapeOf } from './runs.ts';

/** Everything made in this browser, newest first. */
export function RunList({ runs, ...verbs }: { runs: readonly Run[] } & RunVerbs) {
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
      {runs.map((run) => (
        <OneRun key={run.id} run={run} {...verbs} />
      ))}
    </section>
  );
}

function OneRun({ run, ...verbs }: { run: Run } & RunVerbs) {
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
          <button className="link-button" type="button" onClick={() => verbs.onRerun(run.choices)}>
            Try again
          </button>
        </div>
      );
    case 'done':
      return <DoneCard run={run} {...verbs} />;
  }
}

/** Pictures on their way: what the engine has so far, as it has it. */
function Running(props: { run: Extract<Run, { state: 'running' }>; onCancel: () => void }) {
  const { run, onCancel } = props;
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const partials = Object.entries(run.partials);
  return (
    <div className="run run-running" data-shape={shapeOf(run.choices.size)}>
      {partials.length > 0 && (
        <div className={run.choices.count > 1 ? 'run-set' : 'run-one'}>
          {partials.map(([picture, url]) => (
            <img key={picture} className="partial" src={url} alt="On its way" />
          ))}
        </div>
      )}
      <div className="run-progress">
        <progress aria-label="Drawing" />
        <p>
          Drawing {countText(run.choices.count, 'picture')} … {seconds} s
        </p>
        <button className="button button-quiet" type="button" onClick={onCancel}>
          Stop
        </button>
      </div>
    </div>
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
