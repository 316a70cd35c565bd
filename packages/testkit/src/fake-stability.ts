import type { ServerResponse } from 'node:http';
import { FaultScript, type RecordedRequest, sendJson, startFakeServer } from './fake-server.ts';
import { makePng } from './make-png.ts';
import {
  type ProviderScenario,
  SCENARIO_RETRY_AFTER,
  type ScenarioFake,
  UPSTREAM_TEXT,
} from './provider-scenario.ts';

/** The only key the fake accepts. */
export const STABILITY_FAKE_KEY = 'stability-test-key';

/** A fake of the Stable Image API. */
export interface FakeStability extends ScenarioFake {
  readonly faults: FaultScript<'generate'>;
  finishReason: string;
}

const KNOWN = new Set([
  ...['prompt', 'negative_prompt', 'aspect_ratio', 'seed', 'output_format', 'style_preset'],
  ...['model', 'mode', 'image', 'strength', 'cfg_scale'],
]);

type State = Pick<FakeStability, 'faults' | 'finishReason'> & {
  readonly made: Uint8Array[];
  html: boolean;
};

/** Starts the fake. It refuses unknown fields, wrong keys and a picture without a strength. */
export async function startFakeStability(): Promise<FakeStability> {
  const state: State = {
    faults: new FaultScript<'generate'>(),
    finishReason: 'SUCCESS',
    made: [],
    html: false,
  };
  const server = await startFakeServer((request, response) => answer(state, request, response));
  return Object.assign(state, {
    url: server.url,
    requests: server.requests,
    close: server.close,
    play: (scenario: ProviderScenario) => play(state, scenario),
    submissions: () => server.requests.filter(({ method }) => method === 'POST').length,
    cancellations: () => null,
    pictures: () => state.made,
  });
}

function answer(state: State, request: RecordedRequest, response: ServerResponse) {
  if (state.faults.play('generate', response)) return;
  if (request.headers.authorization !== `Bearer ${STABILITY_FAKE_KEY}`) {
    return sendJson(response, 401, stabilityError('unauthorized'));
  }
  if (request.path === '/v1/user/balance') return sendJson(response, 200, { credits: 10 });
  const parts = request.parts ?? [];
  const find = (name: string) => parts.find((part) => part.name === name);
  const wrong =
    !find('prompt') ||
    parts.some((part) => !KNOWN.has(part.name)) ||
    (find('image') !== undefined && find('strength') === undefined);
  if (wrong) return sendJson(response, 400, stabilityError('bad_request'));
  const seed = Number(find('seed')?.text ?? 0);
  const bytes = state.html ? Buffer.from('<!doctype html>') : makePng({ seed });
  state.made.push(bytes);
  const image = bytes.toString('base64');
  sendJson(response, 200, { image, finish_reason: state.finishReason, seed });
}

function stabilityError(name: string) {
  return { id: 'e-1', name, errors: [UPSTREAM_TEXT] };
}

function play(state: State, scenario: ProviderScenario) {
  const script = (status: number, name: string, headers: Record<string, string> = {}) => {
    const json = stabilityError(name);
    state.faults.add('generate', { kind: 'answer', status, json, headers });
  };
  switch (scenario) {
    case 'refused':
      return script(403, 'content_moderation');
    case 'unauthorized':
      return script(401, 'unauthorized');
    case 'no_credit':
      return script(402, 'payment_required');
    case 'rate_limited':
      return script(429, 'rate_limit_exceeded', { 'retry-after': String(SCENARIO_RETRY_AFTER) });
    case 'server_error':
      return script(500, 'internal_error');
    case 'html_error':
      return state.faults.add('generate', { kind: 'html', status: 502 });
    case 'cut':
      return state.faults.add('generate', { kind: 'cut' });
    case 'timeout':
    case 'hang_up':
      return state.faults.add('generate', { kind: 'hang' });
    case 'error_inside':
      return script(200, 'internal_error');
    case 'html_as_picture':
      state.html = true;
      return;
    default:
      return;
  }
}
