import { useRef, useState } from 'react';
import { buildRequest, type Choices } from './build-request.ts';
import { CallError, type CallResult, callGateway } from './call-gateway.ts';
import type { PlaygroundModel, PlaygroundProps } from './playground-props.ts';
import { readAddress } from './read-picture.ts';

/** One call and what became of it. */
export type Run = {
  readonly id: number;
  readonly model: PlaygroundModel;
  readonly choices: Choices;
} & (
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly result: CallResult; readonly tookMs: number }
  | { readonly state: 'failed'; readonly message: string; readonly requestId: string | null }
);

/** State of the playground and the verbs that change it. */
export interface Playground {
  readonly choices: Choices;
  readonly model: PlaygroundModel;
  /** Newest first. */
  readonly runs: readonly Run[];
  choose(change: Partial<Choices>): void;
  run(choices: Choices): void;
  /** Ends the call that is running; nothing is charged for it. */
  cancel(): void;
}

/** The playground's state, starting with what the page was rendered with. */
export function usePlayground(props: PlaygroundProps): Playground {
  const [choices, setChoices] = useState<Choices>(() => firstChoices(props));
  const [runs, setRuns] = useState<readonly Run[]>([]);
  const running = useRef<AbortController | null>(null);
  const nextId = useRef(1);
  const model = findModel(props, choices.modelId);

  const run = async (chosen: Choices) => {
    running.current?.abort();
    const ending = new AbortController();
    running.current = ending;
    const id = nextId.current++;
    const base = { id, model: findModel(props, chosen.modelId), choices: chosen };
    setRuns((before) => [
      { ...base, state: 'running' },
      ...before.filter((one) => one.state !== 'running'),
    ]);
    const ended = await makeCall(base, ending.signal);
    if (running.current === ending) running.current = null;
    setRuns((before) =>
      before.flatMap((one) => (one.id === id ? (ended === null ? [] : [ended]) : [one])),
    );
  };

  return {
    choices,
    model,
    runs,
    choose: (change) => setChoices((before) => ({ ...before, ...change })),
    run: (chosen) => void run(chosen),
    cancel: () => running.current?.abort(),
  };
}

/** Null when it was cancelled. */
async function makeCall(
  base: Pick<Run, 'id' | 'model' | 'choices'>,
  signal: AbortSignal,
): Promise<Run | null> {
  const startedAt = performance.now();
  try {
    const { picture } = base.choices;
    const sent =
      picture === null || !base.model.takesPicture ? null : await readAddress(picture.previewUrl);
    const result = await callGateway(buildRequest(base.model, base.choices, sent), signal);
    return { ...base, state: 'done', result, tookMs: performance.now() - startedAt };
  } catch (error) {
    if (signal.aborted) return null;
    return error instanceof CallError
      ? { ...base, state: 'failed', message: error.message, requestId: error.requestId }
      : { ...base, state: 'failed', message: 'The gateway cannot be reached.', requestId: null };
  }
}

function firstChoices(props: PlaygroundProps): Choices {
  const [character] = props.characters;
  return {
    modelId: props.modelId,
    prompt: 'walking along the beach at sunset',
    picture: character ? { name: character.name, previewUrl: character.url } : null,
    artStyle: '',
    size: '1024x1024',
    count: 1,
    seed: '',
    options: {},
  };
}

function findModel(props: PlaygroundProps, id: string): PlaygroundModel {
  const model = props.models.find((one) => one.id === id) ?? props.models[0];
  if (model === undefined) throw new Error('the playground needs at least one model');
  return model;
}
