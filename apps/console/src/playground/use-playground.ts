/// <reference lib="dom" />
import type { ModelRequestSchema } from '@aigateway/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { buildRequest, type Choices, type SentPictures } from './build-request.ts';
import { callGateway, type OnPartial } from './call-gateway.ts';
import { CallError, getJson } from './gateway-client.ts';
import { clearHistory, keepRun, readHistory } from './history.ts';
import type { PlaygroundModel, PlaygroundProps } from './playground-props.ts';
import { type ModelForm, readForm } from './read-form.ts';
import { readAddress } from './read-picture.ts';
import type { Run } from './runs.ts';
import { readShareLink, type Shared } from './share-link.ts';

/** State of the playground and the verbs that change it. */
export interface Playground {
  readonly choices: Choices;
  readonly model: PlaygroundModel;
  readonly form: ModelForm;
  /** What the address brought along. */
  readonly shared: Shared | null;
  /** Newest first. */
  readonly runs: readonly Run[];
  choose(change: Partial<Choices>): void;
  run(choices: Choices): void;
  /** Ends the call that is running; nothing is charged for it. */
  cancel(): void;
  forget(): void;
}

/** The playground's state, starting with what the page was rendered with. */
export function usePlayground(props: PlaygroundProps): Playground {
  const [choices, setChoices] = useState<Choices>(() => firstChoices(props));
  const [runs, setRuns] = useState<readonly Run[]>([]);
  const { form, formOf, show } = useForms(props);
  const running = useRef<AbortController | null>(null);
  const choose = (change: Partial<Choices>) => setChoices((before) => ({ ...before, ...change }));
  useEffect(() => show(choices.modelId), [choices.modelId, show]);
  const shared = useOpening(setChoices, setRuns);

  const run = async (chosen: Choices) => {
    running.current?.abort();
    const ending = new AbortController();
    running.current = ending;
    const base = {
      id: crypto.randomUUID(),
      model: findModel(props, chosen.modelId),
      choices: chosen,
    };
    const put = (next: Run | null) =>
      setRuns((before) =>
        before.flatMap((one) => (one.id === base.id ? (next === null ? [] : [next]) : [one])),
      );
    const partials: Record<number, string> = {};
    setRuns((before) => [
      { ...base, state: 'running', partials },
      ...before.filter((one) => one.state !== 'running'),
    ]);
    const ended = await makeCall(formOf, base, {
      signal: ending.signal,
      onPartial: (picture, dataUrl) => {
        partials[picture] = dataUrl;
        put({ ...base, state: 'running', partials: { ...partials } });
      },
    });
    if (running.current === ending) running.current = null;
    put(ended);
    if (ended?.state === 'done') await keepRun(ended).catch(() => {});
  };

  return {
    choices,
    model: findModel(props, choices.modelId),
    form,
    shared,
    runs,
    choose,
    run: (chosen) => void run(chosen),
    cancel: () => running.current?.abort(),
    forget: () => {
      setRuns((before) => before.filter(({ state }) => state === 'running'));
      void clearHistory().catch(() => {});
    },
  };
}

/** The form of the chosen model; the one before stays until the schema has come. */
function useForms({ schema }: PlaygroundProps) {
  const [form, setForm] = useState(() => readForm(schema));
  const known = useRef(new Map([[schema.model, Promise.resolve(form)]]));
  const wanted = useRef(schema.model);
  const formOf = useCallback((modelId: string): Promise<ModelForm> => {
    const path = `/v1/models/${modelId}/schema`;
    const asked = known.current.get(modelId) ?? getJson<ModelRequestSchema>(path).then(readForm);
    known.current.set(modelId, asked);
    asked.catch(() => known.current.delete(modelId));
    return asked;
  }, []);
  const show = useCallback(
    (modelId: string) => {
      wanted.current = modelId;
      formOf(modelId)
        .then((one) => wanted.current === modelId && setForm(one))
        .catch(() => {});
    },
    [formOf],
  );
  return { form, formOf, show };
}

/** What was shared with the visitor, and what this browser has kept from before. */
function useOpening(
  setChoices: (change: (before: Choices) => Choices) => void,
  setRuns: (change: (before: readonly Run[]) => readonly Run[]) => void,
): Shared | null {
  const [shared, setShared] = useState<Shared | null>(null);
  const set = useRef({ setChoices, setRuns });
  useEffect(() => {
    const found = readShareLink(location.hash);
    setShared(found);
    if (found) {
      const { character, picture: _, ...rest } = found;
      set.current.setChoices((before) => ({
        ...before,
        ...rest,
        picture: character
          ? { name: 'The shared character', previewUrl: character, mask: null }
          : null,
      }));
    }
    readHistory()
      .then((kept) =>
        set.current.setRuns((before) => {
          const here = new Set(before.map(({ id }) => id));
          return [...before, ...kept.filter(({ id }) => !here.has(id))];
        }),
      )
      .catch(() => {});
  }, []);
  return shared;
}

/** Null when it was cancelled. */
async function makeCall(
  formOf: (modelId: string) => Promise<ModelForm>,
  base: Pick<Run, 'id' | 'model' | 'choices'>,
  watch: { signal: AbortSignal; onPartial: OnPartial },
): Promise<Run | null> {
  const startedAt = performance.now();
  try {
    const form = await formOf(base.choices.modelId);
    const sent = await readPictures(form, base.choices);
    const result = await callGateway(form, buildRequest(form, base.choices, sent), watch);
    return { ...base, state: 'done', result, tookMs: performance.now() - startedAt };
  } catch (error) {
    if (watch.signal.aborted) return null;
    return error instanceof CallError
      ? { ...base, state: 'failed', message: error.message, requestId: error.requestId }
      : { ...base, state: 'failed', message: 'The gateway cannot be reached.', requestId: null };
  }
}

async function readPictures(form: ModelForm, { picture }: Choices): Promise<SentPictures> {
  if (picture === null || !form.takesPicture) return { image: null, mask: null };
  return { image: await readAddress(picture.previewUrl), mask: picture.mask };
}

function firstChoices({ schema, characters }: PlaygroundProps): Choices {
  const [character] = characters;
  return {
    modelId: schema.model,
    prompt: 'on the beach at sunset',
    picture: character ? { name: character.name, previewUrl: character.url, mask: null } : null,
    artStyle: '',
    size: '1024x1024',
    count: 1,
    seed: '',
    measure: false,
    options: {},
  };
}

function findModel(props: PlaygroundProps, id: string): PlaygroundModel {
  const model = props.models.find((one) => one.id === id) ?? props.models[0];
  if (model === undefined) throw new Error('the playground needs at least one model');
  return model;
}
