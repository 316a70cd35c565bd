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

/** The stages of a call of Replicate that faults can be played at. */
export type ReplicateStage = 'submit' | 'look' | 'upload' | 'file';

/** The only key the fake accepts. */
export const REPLICATE_FAKE_KEY = 'r8_replicate-test-key';

/** Inputs of `ideogram-ai/ideogram-character` and the rule for each; others are refused. */
export const REPLICATE_INPUTS: Readonly<Record<string, RegExp>> = {
  prompt: /./s,
  character_reference_image: /^(data:image\/|https?:)/,
  rendering_speed: /^(Default|Turbo|Quality)$/,
  style_type: /^(Auto|Fiction|Realistic)$/,
  aspect_ratio: /^\d{1,2}:\d{1,2}$/,
  resolution: /^(None|\d{3,4}x\d{3,4})$/,
  magic_prompt_option: /^(Auto|On|Off)$/,
  image: /^(data:image\/|https?:)/,
  mask: /^(data:image\/|https?:)/,
  seed: /^\d{1,10}$/,
};

/** How a prediction ends. */
export interface ReplicateEnd {
  readonly status: 'succeeded' | 'failed' | 'canceled' | 'aborted';
  readonly error: string | null;
}

/** A fake of Replicate's predictions and files on a loopback port. */
export interface FakeReplicate extends ScenarioFake {
  readonly faults: FaultScript<ReplicateStage>;
  /** Looks that find a prediction starting, then processing. */
  pendingLooks: number;
  end: ReplicateEnd;
  readonly uploads: Buffer[];
}

interface Job {
  readonly id: string;
  readonly input: Readonly<Record<string, unknown>>;
  looks: number;
}

type State = Pick<FakeReplicate, 'faults' | 'pendingLooks' | 'end' | 'uploads'> & {
  readonly jobs: Map<string, Job>;
  readonly made: Uint8Array[];
  url: string;
  resultBase: string;
  resultType: string;
  resultHtml: boolean;
  output: unknown;
  cancels: number;
};

/** Starts the fake: unknown inputs, wrong keys and missing pictures are refused with 4xx. */
export async function startFakeReplicate(): Promise<FakeReplicate> {
  const state: State = {
    faults: new FaultScript<ReplicateStage>(),
    pendingLooks: 2,
    end: { status: 'succeeded', error: null },
    uploads: [],
    jobs: new Map(),
    made: [],
    url: '',
    resultBase: '',
    resultType: 'image/png',
    resultHtml: false,
    output: undefined,
    cancels: 0,
  };
  const server = await startFakeServer((request, response) => answer(state, request, response));
  state.url = server.url;
  state.resultBase = server.url;
  return Object.assign(state, {
    requests: server.requests,
    close: server.close,
    play: (scenario: ProviderScenario, foreignUrl: string) =>
      SCENARIOS[scenario](state, foreignUrl),
    submissions: () => server.requests.filter(isSubmission).length,
    cancellations: () => state.cancels,
    pictures: () => state.made,
  });
}

const SUBMIT_PATH = '/v1/models/ideogram-ai/ideogram-character/predictions';

function isSubmission({ method, path }: RecordedRequest): boolean {
  return method === 'POST' && path === SUBMIT_PATH;
}

function problem(status: number, title: string) {
  return { title, detail: `${UPSTREAM_TEXT} ${title}`, status };
}

function answer(state: State, request: RecordedRequest, response: ServerResponse) {
  const { path } = request;
  if (path.startsWith('/delivery/')) return answerFile(state, path, response);
  const stage = isSubmission(request) ? 'submit' : path === '/v1/files' ? 'upload' : 'look';
  const isCancel = path.endsWith('/cancel');
  if (!isCancel && state.faults.play(stage, response)) return;
  if (request.headers.authorization !== `Bearer ${REPLICATE_FAKE_KEY}`) {
    return sendJson(response, 401, problem(401, 'Unauthenticated'));
  }
  if (stage === 'upload') return takeUpload(state, request, response);
  if (stage === 'submit') return submit(state, request, response);
  if (path === '/v1/account') return sendJson(response, 200, { type: 'user', username: 'me' });
  const job = state.jobs.get(path.split('/')[3] ?? '');
  if (job === undefined) return sendJson(response, 404, problem(404, 'Not found'));
  if (isCancel) state.cancels += 1;
  else job.looks += 1;
  return sendJson(response, 200, describe(state, job));
}

function takeUpload(state: State, request: RecordedRequest, response: ServerResponse) {
  const part = request.parts?.find(({ name }) => name === 'content');
  if (part === undefined) return sendJson(response, 400, problem(400, 'content missing'));
  state.uploads.push(part.bytes);
  const get = `https://api.replicate.com/v1/files/file-${state.uploads.length}`;
  return sendJson(response, 201, { id: `file-${state.uploads.length}`, urls: { get } });
}

function submit(state: State, request: RecordedRequest, response: ServerResponse) {
  const { input } = (request.json ?? {}) as { input?: Record<string, unknown> };
  const fault = input === undefined ? 'input missing' : findFault(input);
  if (input === undefined || fault !== null) {
    const invalid_fields = [{ type: 'value', field: 'input', description: fault }];
    const refused = { ...problem(422, 'Input validation failed'), invalid_fields };
    return sendJson(response, 422, refused);
  }
  const job: Job = { id: `pred${state.jobs.size + 1}`, input, looks: 0 };
  state.jobs.set(job.id, job);
  return sendJson(response, 201, describe(state, job));
}

function findFault(input: Readonly<Record<string, unknown>>): string | null {
  for (const [name, value] of Object.entries(input)) {
    if (REPLICATE_INPUTS[name]?.test(String(value)) !== true) return `bad ${name}`;
  }
  if ('image' in input !== 'mask' in input) return 'image and mask go together';
  const isComplete = 'prompt' in input && 'character_reference_image' in input;
  return isComplete ? null : 'missing input';
}

function describe(state: State, job: Job) {
  const isDone = job.looks > state.pendingLooks;
  const { status, error } = state.end;
  const url = `${state.resultBase}/delivery/${job.id}.png`;
  const output = state.output === undefined ? url : state.output;
  const running = job.looks === 0 ? 'starting' : 'processing';
  return {
    id: job.id,
    model: 'ideogram-ai/ideogram-character',
    version: 'hidden',
    input: job.input,
    status: isDone ? status : running,
    output: isDone && status === 'succeeded' ? output : null,
    error: isDone ? error : null,
    logs: '',
    urls: { get: `${state.url}/v1/predictions/${job.id}` },
  };
}

function answerFile(state: State, path: string, response: ServerResponse) {
  if (state.faults.play('file', response)) return;
  if (state.resultHtml) {
    return sendBytes(response, Buffer.from(`<!doctype html>${UPSTREAM_TEXT}`), 'image/png');
  }
  const job = state.jobs.get(path.slice('/delivery/'.length, -'.png'.length));
  const resolution = String(job?.input.resolution ?? '1024x1024');
  const [width = 64, height = 64] = resolution.split('x').map((side) => Number(side) / 16);
  const png = makePng({ width, height, seed: state.made.length + 1 });
  state.made.push(png);
  return sendBytes(response, png, state.resultType);
}

type Play = (state: State, foreignUrl: string) => void;

const answerSubmit =
  (status: number, title: string, headers: Record<string, string> = {}): Play =>
  ({ faults }) =>
    faults.add('submit', { kind: 'answer', status, json: problem(status, title), headers });

const SCENARIOS: Readonly<Record<ProviderScenario, Play>> = {
  success: () => {},
  several: () => {},
  refused: (state) => {
    state.end = {
      status: 'failed',
      error: `${UPSTREAM_TEXT} The input or output was flagged as sensitive. (E005)`,
    };
  },
  unauthorized: answerSubmit(401, 'Unauthenticated'),
  no_credit: answerSubmit(402, 'Insufficient credit'),
  rate_limited: answerSubmit(429, `resets in ~${SCENARIO_RETRY_AFTER}s.`),
  server_error: answerSubmit(500, 'Internal server error'),
  timeout: ({ faults }) => faults.add('submit', { kind: 'hang' }),
  cut: ({ faults }) => faults.add('submit', { kind: 'cut' }),
  hang_up: ({ faults }) => faults.add('look', { kind: 'hang' }),
  html_error: ({ faults }) => faults.add('submit', { kind: 'html', status: 502 }),
  error_inside: (state) => {
    state.end = { status: 'succeeded', error: UPSTREAM_TEXT };
    state.output = null;
  },
  foreign_bytes: (state, foreignUrl) => {
    state.resultBase = foreignUrl;
  },
  lying_type: (state) => {
    state.resultType = 'text/html';
  },
  html_as_picture: (state) => {
    state.resultHtml = true;
  },
  expired: ({ faults }) => faults.add('file', { kind: 'answer', status: 404 }, 2),
};
