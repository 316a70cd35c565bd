import { type FormEvent, useRef, useState } from 'react';
import { buildRequest, type Choices } from '../playground/build-request.ts';
import { type CallResult, callGateway } from '../playground/call-gateway.ts';
import { CallError, getJson } from '../playground/gateway-client.ts';
import type { SampleCharacter } from '../playground/playground-props.ts';
import { readForm } from '../playground/read-form.ts';
import { readAddress } from '../playground/read-picture.ts';
import { durationText, usdFromCents } from '../ui/format.ts';

/** What the comparison starts with. */
export interface LiveComparisonProps {
  readonly models: readonly { readonly id: string; readonly name: string }[];
  readonly characters: readonly SampleCharacter[];
}

type Side =
  | { readonly state: 'waiting' }
  | { readonly state: 'running'; readonly partial: string | null }
  | { readonly state: 'done'; readonly result: CallResult; readonly tookMs: number }
  | { readonly state: 'failed'; readonly message: string };

/** One prompt and one character, made by every compared model at the same time. */
export function LiveComparison({ models, characters }: LiveComparisonProps) {
  const [prompt, setPrompt] = useState('in a snowy forest at night');
  const [character, setCharacter] = useState(characters[0]?.url ?? '');
  const [sides, setSides] = useState<Readonly<Record<string, Side>>>({});
  const running = useRef<AbortController | null>(null);
  const run = (event: FormEvent) => {
    event.preventDefault();
    running.current?.abort();
    const ending = new AbortController();
    running.current = ending;
    for (const { id } of models) {
      const put = (side: Side) => {
        if (!ending.signal.aborted) setSides((before) => ({ ...before, [id]: side }));
      };
      put({ state: 'running', partial: null });
      void makeSide({ modelId: id, prompt, character }, ending.signal, put);
    }
  };
  return (
    <>
      <form className="live-form" onSubmit={run}>
        <label className="field live-prompt">
          <span>One prompt for all</span>
          <input
            type="text"
            required
            maxLength={10_000}
            value={prompt}
            onChange={(event) => setPrompt(event.currentTarget.value)}
          />
        </label>
        <fieldset className="field">
          <legend>One character</legend>
          <div className="at-hand">
            {characters.map(({ name, url, alt }) => (
              <button
                key={url}
                type="button"
                aria-pressed={url === character}
                title={name}
                onClick={() => setCharacter(url === character ? '' : url)}
              >
                <img src={url} alt={alt} width={64} height={64} />
              </button>
            ))}
          </div>
        </fieldset>
        <button className="button" type="submit">
          Run on {models.length === 1 ? 'it' : `all ${models.length}`}
        </button>
      </form>
      <ul className="live-sides" data-count={models.length}>
        {models.map(({ id, name }) => (
          <li key={id}>
            <OneSide name={name} prompt={prompt} side={sides[id] ?? { state: 'waiting' }} />
          </li>
        ))}
      </ul>
    </>
  );
}

function OneSide({ name, prompt, side }: { name: string; prompt: string; side: Side }) {
  return (
    <figure className="plate live-side" data-state={side.state}>
      <div className="live-paper">
        {side.state === 'running' && side.partial && <img src={side.partial} alt="On its way" />}
        {side.state === 'running' && <progress aria-label={`${name} is drawing`} />}
        {side.state === 'failed' && <p role="alert">{side.message}</p>}
        {side.state === 'done' &&
          side.result.pictures.map(({ url }) => (
            <img key={url} src={url} alt={`${prompt}, by ${name}`} />
          ))}
      </div>
      <figcaption>
        <strong>{name}</strong>
        <span role="status">{describeSide(side)}</span>
      </figcaption>
    </figure>
  );
}

function describeSide(side: Side): string {
  switch (side.state) {
    case 'waiting':
      return 'not run yet';
    case 'running':
      return 'drawing …';
    case 'failed':
      return 'no picture, nothing charged';
    case 'done':
      return [
        durationText(side.tookMs),
        usdFromCents(side.result.costCents),
        `made by ${side.result.provider}`,
      ].join(' · ');
  }
}

async function makeSide(
  asked: { modelId: string; prompt: string; character: string },
  signal: AbortSignal,
  put: (side: Side) => void,
): Promise<void> {
  const startedAt = performance.now();
  try {
    const form = readForm(await getJson(`/v1/models/${asked.modelId}/schema`));
    const image =
      asked.character === '' || !form.takesPicture ? null : await readAddress(asked.character);
    const choices: Choices = {
      modelId: asked.modelId,
      prompt: asked.prompt,
      picture: null,
      artStyle: '',
      size: '1024x1024',
      count: 1,
      seed: '',
      measure: false,
      options: {},
    };
    const result = await callGateway(form, buildRequest(form, choices, { image, mask: null }), {
      signal,
      onPartial: (_, partial) => put({ state: 'running', partial }),
    });
    put({ state: 'done', result, tookMs: performance.now() - startedAt });
  } catch (error) {
    const known = error instanceof CallError ? error.message : 'The gateway cannot be reached.';
    put({ state: 'failed', message: known });
  }
}
