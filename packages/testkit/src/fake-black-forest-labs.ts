import type { ServerResponse } from 'node:http';
import {
  FaultScript,
  type RecordedRequest,
  sendBytes,
  sendJson,
  startFakeServer,
} from './fake-server.ts';
import { makePng } from './make-png.ts';
import {
  type ProviderScenario,
  SCENARIO_RETRY_AFTER,
  type ScenarioFake,
  UPSTREAM_TEXT,
} from './provider-scenario.ts';

/** The stages of a call of Black Forest Labs that faults can be played at. */
export type BlackForestLabsStage = 'submit' | 'poll' | 'result';

/** The only key the fake accepts. */
export const BLACK_FOREST_LABS_FAKE_KEY = 'bfl-test-key';

/** A fake of the FLUX API: tasks are handed in, polled and delivered by link. */
export interface FakeBlackForestLabs extends ScenarioFake {
  readonly faults: FaultScript<BlackForestLabsStage>;
  /** Polls of a task that answer `Pending` first. */
  pendingPolls: number;
  /** Ends every task with this status. */
  endsAs: string;
  readonly bodies: () => readonly Record<string, unknown>[];
}

interface Task {
  readonly body: Record<string, unknown>;
  polls: number;
}

const KNOWN = new Set([
  'prompt',
  ...['input_image', ...Array.from({ length: 7 }, (_, at) => `input_image_${at + 2}`)],
  ...['width', 'height', 'seed', 'output_format', 'safety_tolerance', 'webhook_url'],
]);

type State = Pick<FakeBlackForestLabs, 'faults' | 'pendingPolls' | 'endsAs'> & {
  readonly tasks: Map<string, Task>;
  readonly made: Uint8Array[];
  sampleBase: string;
  sampleUrl: string | null;
  html: boolean;
  type: string;
};

/** Starts the fake. It refuses unknown fields, wrong keys and sides that are no multiple of 16. */
export async function startFakeBlackForestLabs(): Promise<FakeBlackForestLabs> {
  const state: State = {
    faults: new FaultScript<BlackForestLabsStage>(),
    pendingPolls: 1,
    endsAs: 'Ready',
    tasks: new Map(),
    made: [],
    sampleBase: '',
    sampleUrl: null,
    html: false,
    type: 'image/png',
  };
  const server = await startFakeServer((request, response) => answer(state, request, response));
  state.sampleBase = server.url;
  return Object.assign(state, {
    url: server.url,
    requests: server.requests,
    close: server.close,
    play: (scenario: ProviderScenario, foreignUrl: string) => play(state, scenario, foreignUrl),
    submissions: () => server.requests.filter((one) => one.method === 'POST').length,
    cancellations: () => null,
    pictures: () => state.made,
    bodies: () => [...state.tasks.values()].map((task) => task.body),
  });
}

function answer(state: State, request: RecordedRequest, response: ServerResponse) {
  if (request.path.startsWith('/sample/')) return sendSample(state, request, response);
  const isPoll = request.path === '/v1/get_result';
  if (state.faults.play(isPoll ? 'poll' : 'submit', response)) return;
  if (request.headers['x-key'] !== BLACK_FOREST_LABS_FAKE_KEY) {
    return sendJson(response, 403, { detail: `${UPSTREAM_TEXT} not authenticated` });
  }
  if (request.path === '/v1/credits') return sendJson(response, 200, { credits: 12.5 });
  if (isPoll) return sendState(state, request.query.get('id') ?? '', response);
  const body = (request.json ?? {}) as Record<string, unknown>;
  const odd = ['width', 'height'].some((side) => Number(body[side] ?? 16) % 16 !== 0);
  if (odd || typeof body.prompt !== 'string' || !Object.keys(body).every((key) => KNOWN.has(key))) {
    return sendJson(response, 422, { detail: [{ msg: UPSTREAM_TEXT, loc: ['body'] }] });
  }
  const id = `task-${state.tasks.size}`;
  state.tasks.set(id, { body, polls: 0 });
  const polling_url = `${state.sampleBase}/v1/get_result?id=${id}`;
  sendJson(response, 200, { id, polling_url, cost: 3, input_mp: 0, output_mp: 1 });
}

function sendState(state: State, id: string, response: ServerResponse) {
  const task = state.tasks.get(id);
  if (task === undefined) return sendJson(response, 404, { id, status: 'Task not found' });
  task.polls += 1;
  if (task.polls <= state.pendingPolls) {
    return sendJson(response, 200, { id, status: 'Pending', result: null });
  }
  const ready = state.endsAs === 'Ready';
  const sample = state.sampleUrl ?? `${state.sampleBase}/sample/${id}.png`;
  const result = ready ? { sample, seed: task.body.seed, prompt: task.body.prompt } : null;
  sendJson(response, 200, { id, status: state.endsAs, result, details: { text: UPSTREAM_TEXT } });
}

function sendSample(state: State, request: RecordedRequest, response: ServerResponse) {
  if (state.faults.play('result', response)) return;
  const task = state.tasks.get(request.path.slice('/sample/'.length, -'.png'.length));
  if (task === undefined) return sendJson(response, 404, {});
  const { width = 64, height = 64, seed = 1 } = task.body as Record<string, number | undefined>;
  const bytes = state.html ? Buffer.from('<!doctype html>') : makePng({ width, height, seed });
  state.made.push(bytes);
  sendBytes(response, bytes, state.type);
}

function play(state: State, scenario: ProviderScenario, foreignUrl: string) {
  const script = (status: number, headers: Record<string, string> = {}) =>
    state.faults.add('submit', {
      kind: 'answer',
      status,
      json: { detail: UPSTREAM_TEXT },
      headers,
    });
  switch (scenario) {
    case 'refused':
      state.endsAs = 'Request Moderated';
      return;
    case 'unauthorized':
      return script(403);
    case 'no_credit':
      return script(402);
    case 'rate_limited':
      return script(429, { 'retry-after': String(SCENARIO_RETRY_AFTER) });
    case 'server_error':
      return script(500);
    case 'html_error':
      return state.faults.add('submit', { kind: 'html', status: 502 });
    case 'cut':
      return state.faults.add('submit', { kind: 'cut' });
    case 'timeout':
      return state.faults.add('submit', { kind: 'hang' });
    case 'hang_up':
      return state.faults.add('poll', { kind: 'hang' });
    case 'error_inside':
      state.endsAs = 'Error';
      return;
    case 'foreign_bytes':
      state.sampleUrl = foreignUrl;
      return;
    case 'expired':
      return state.faults.add('result', { kind: 'answer', status: 403 }, 5);
    case 'html_as_picture':
      state.html = true;
      return;
    case 'lying_type':
      state.type = 'text/plain';
      return;
    default:
      return;
  }
}
