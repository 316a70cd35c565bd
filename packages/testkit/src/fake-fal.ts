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

/** The stages of a call of fal that faults can be played at. */
export type FalStage = 'submit' | 'status' | 'result' | 'upload' | 'file';

/** The only key the fake accepts. */
export const FAL_FAKE_KEY = 'fal-id:fal-test-secret';

const drawn = 'prompt rendering_speed expand_prompt num_images seed sync_mode';
const coded = 'style_codes color_palette';
const character = 'reference_image_urls reference_mask_urls image_urls';

/** Input fields by endpoint, `*` = required (fal's client, 2026-08-02). Others are refused. */
export const FAL_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'fal-ai/ideogram/character/remix': names(
    `${drawn} ${coded} ${character} image_url* reference_image_urls* prompt* strength style
    image_size negative_prompt`,
  ),
  'fal-ai/ideogram/character': names(
    `${drawn} ${coded} ${character} reference_image_urls* prompt* style image_size negative_prompt`,
  ),
  'fal-ai/ideogram/character/edit': names(
    `${drawn} ${coded} ${character} image_url* mask_url* reference_image_urls* prompt*`,
  ),
  'fal-ai/ideogram/v3': names(
    `${drawn} ${coded} image_urls prompt* style style_preset image_size negative_prompt`,
  ),
  'fal-ai/ideogram/v3/remix': names(
    `${drawn} ${coded} image_urls image_url* prompt* strength style image_size negative_prompt`,
  ),
  'fal-ai/ideogram/v3/edit': names(
    `${drawn} ${coded} image_urls image_url* mask_url* prompt* style_preset`,
  ),
  'fal-ai/ideogram/v3/reframe': names(
    `rendering_speed num_images seed sync_mode ${coded} image_urls image_url* image_size* style
    style_preset`,
  ),
  'fal-ai/ideogram/v3/replace-background': names(
    `${drawn} ${coded} image_urls image_url* prompt* style style_preset`,
  ),
  'fal-ai/ideogram/v3/generate-transparent': names(`${drawn} prompt* aspect_ratio negative_prompt`),
};

function names(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

const VALUES: Readonly<Record<string, (value: unknown) => boolean>> = {
  rendering_speed: (value) => ['TURBO', 'BALANCED', 'QUALITY'].includes(String(value)),
  style: (value) => ['AUTO', 'GENERAL', 'REALISTIC', 'DESIGN', 'FICTION'].includes(String(value)),
  num_images: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 8,
  strength: (value) => Number(value) >= 0.01 && Number(value) <= 1,
  expand_prompt: (value) => typeof value === 'boolean',
  image_url: isLink,
  mask_url: isLink,
  image_urls: (value) => Array.isArray(value) && value.every(isLink),
  reference_image_urls: (value) => Array.isArray(value) && value.length === 1 && isLink(value[0]),
  reference_mask_urls: (value) => Array.isArray(value) && value.length === 1 && isLink(value[0]),
};

function isLink(value: unknown): boolean {
  return typeof value === 'string' && /^(data:image\/(png|jpeg|webp);base64,|https?:)/.test(value);
}

/** A fake of fal's queue and storage on a loopback port. */
export interface FakeFal extends ScenarioFake {
  readonly faults: FaultScript<FalStage>;
  /** Looks at a request that find it queued, then running, before it is complete. */
  pendingLooks: number;
  /** What was uploaded, by link. */
  readonly uploads: Map<string, Buffer>;
}

interface Job {
  readonly id: string;
  readonly count: number;
  readonly seed: number;
  readonly size: { readonly width: number; readonly height: number };
  looks: number;
  cancelled: boolean;
}

type State = Pick<FakeFal, 'faults' | 'pendingLooks' | 'uploads'> & {
  readonly jobs: Map<string, Job>;
  readonly made: Uint8Array[];
  resultType: string;
  resultHtml: boolean;
  resultBase: string;
  url: string;
  cancels: number;
};

/** Starts the fake: unknown fields, wrong keys and missing pictures are refused as fal does. */
export async function startFakeFal(): Promise<FakeFal> {
  const state: State = {
    faults: new FaultScript<FalStage>(),
    pendingLooks: 2,
    uploads: new Map(),
    jobs: new Map(),
    made: [],
    resultType: 'image/png',
    resultHtml: false,
    resultBase: '',
    url: '',
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

function isSubmission({ method, path }: RecordedRequest): boolean {
  return method === 'POST' && path.startsWith('/fal-ai/');
}

function answer(state: State, request: RecordedRequest, response: ServerResponse) {
  const { path, method } = request;
  if (path.startsWith('/files/')) return answerFile(state, path, response);
  if (method === 'PUT' && path.startsWith('/put/')) return takeUpload(state, request, response);
  if (path.startsWith('/fal-ai/ideogram/requests/')) return answerRequest(state, request, response);
  if (path === '/storage/upload/initiate') return initiate(state, request, response);
  return submit(state, request, response);
}

function isKnown(request: RecordedRequest): boolean {
  return request.headers.authorization === `Key ${FAL_FAKE_KEY}`;
}

const unauthorized = { detail: `${UPSTREAM_TEXT} Invalid credentials` };

function submit(state: State, request: RecordedRequest, response: ServerResponse) {
  if (state.faults.play('submit', response)) return;
  if (!isKnown(request)) return sendJson(response, 401, unauthorized);
  const fault = findFault(request);
  if (fault !== null) {
    const one = { loc: ['body'], msg: `${UPSTREAM_TEXT} ${fault}`, type: 'value_error', url: '' };
    return sendJson(response, 422, { detail: [one] });
  }
  const input = request.json as { num_images?: number; seed?: number; image_size?: Job['size'] };
  const job: Job = {
    id: `req-${state.jobs.size + 1}`,
    count: input.num_images ?? 1,
    seed: input.seed ?? 777,
    size: input.image_size ?? { width: 1024, height: 1024 },
    looks: 0,
    cancelled: false,
  };
  state.jobs.set(job.id, job);
  const base = `${state.url}/fal-ai/ideogram/requests/${job.id}`;
  return sendJson(response, 200, {
    status: 'IN_QUEUE',
    request_id: job.id,
    response_url: base,
    status_url: `${base}/status`,
    cancel_url: `${base}/cancel`,
    queue_position: 0,
  });
}

function findFault(request: RecordedRequest): string | null {
  const known = FAL_FIELDS[request.path.slice(1)];
  if (known === undefined) return `no endpoint ${request.path}`;
  const input = (request.json ?? {}) as Record<string, unknown>;
  for (const [name, value] of Object.entries(input)) {
    if (!known.some((one) => one.replace('*', '') === name)) return `unknown field ${name}`;
    if (VALUES[name]?.(value) === false) return `bad ${name}`;
  }
  const missing = known.find((one) => one.endsWith('*') && !(one.slice(0, -1) in input));
  return missing === undefined ? null : `missing ${missing}`;
}

function answerRequest(state: State, request: RecordedRequest, response: ServerResponse) {
  const [, , , , id = '', action = 'result'] = request.path.split('/');
  const job = state.jobs.get(id);
  const stage = action === 'status' ? 'status' : 'result';
  if (action === 'cancel') state.cancels += 1;
  else if (state.faults.play(stage, response)) return;
  if (!isKnown(request)) return sendJson(response, 401, unauthorized);
  if (job === undefined) return sendJson(response, 404, { detail: `${UPSTREAM_TEXT} not found` });
  if (action === 'cancel') {
    job.cancelled = true;
    return sendJson(response, 202, { status: 'CANCELLATION_REQUESTED' });
  }
  if (action === 'status') {
    job.looks += 1;
    const status = job.looks === 1 ? 'IN_QUEUE' : 'IN_PROGRESS';
    return job.looks <= state.pendingLooks
      ? sendJson(response, 202, { status, request_id: id, queue_position: 0 })
      : sendJson(response, 200, { status: 'COMPLETED', request_id: id });
  }
  const images = Array.from({ length: job.count }, (_, at) => ({
    url: `${state.resultBase}/files/${id}/${at}.png`,
    content_type: 'image/png',
  }));
  return sendJson(response, 200, { images, seed: job.seed });
}

function initiate(state: State, request: RecordedRequest, response: ServerResponse) {
  if (state.faults.play('upload', response)) return;
  if (!isKnown(request)) return sendJson(response, 401, unauthorized);
  const name = `upload-${state.uploads.size + 1}`;
  state.uploads.set(name, Buffer.alloc(0));
  return sendJson(response, 200, {
    upload_url: `${state.url}/put/${name}?signature=x`,
    file_url: `https://v3.fal.media/files/${name}.png`,
  });
}

function takeUpload(state: State, request: RecordedRequest, response: ServerResponse) {
  // The link is signed: a key that comes along has leaked.
  if (request.headers.authorization !== undefined) return sendJson(response, 400, unauthorized);
  state.uploads.set(request.path.slice('/put/'.length), request.body);
  return sendJson(response, 200, {});
}

function answerFile(state: State, path: string, response: ServerResponse) {
  if (state.faults.play('file', response)) return;
  if (state.resultHtml) {
    return sendBytes(response, Buffer.from(`<!doctype html>${UPSTREAM_TEXT}`), 'image/png');
  }
  const size = state.jobs.get(path.split('/')[2] ?? '')?.size ?? { width: 64, height: 64 };
  const [width, height] = [size.width / 16, size.height / 16];
  const png = makePng({ width, height, seed: state.made.length + 1 });
  state.made.push(png);
  return sendBytes(response, png, state.resultType);
}

type Play = (state: State, foreignUrl: string) => void;

const answerSubmit =
  (status: number, json: object, headers: Record<string, string> = {}): Play =>
  (state) =>
    state.faults.add('submit', { kind: 'answer', status, json, headers });

const policy = [{ loc: ['body', 'prompt'], msg: UPSTREAM_TEXT, type: 'content_policy_violation' }];

const SCENARIOS: Readonly<Record<ProviderScenario, Play>> = {
  success: () => {},
  several: () => {},
  refused: ({ faults }) =>
    faults.add('result', { kind: 'answer', status: 422, json: { detail: policy } }),
  unauthorized: answerSubmit(401, unauthorized),
  no_credit: answerSubmit(403, {
    detail: `${UPSTREAM_TEXT} User is locked. Reason: Exhausted balance. Top up.`,
  }),
  rate_limited: answerSubmit(
    429,
    { detail: UPSTREAM_TEXT },
    { 'retry-after': String(SCENARIO_RETRY_AFTER) },
  ),
  server_error: answerSubmit(500, { detail: UPSTREAM_TEXT, error_type: 'internal_error' }),
  timeout: ({ faults }) => faults.add('submit', { kind: 'hang' }),
  cut: ({ faults }) => faults.add('submit', { kind: 'cut' }),
  hang_up: ({ faults }) => faults.add('status', { kind: 'hang' }),
  html_error: ({ faults }) => faults.add('submit', { kind: 'html', status: 502 }),
  error_inside: ({ faults }) =>
    faults.add('result', { kind: 'answer', status: 200, json: { detail: UPSTREAM_TEXT } }),
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
