import type { ServerResponse } from 'node:http';
import {
  IDEOGRAM_V2_FIELDS,
  IDEOGRAM_V2_REQUIRED,
  IDEOGRAM_V2_VALUES,
} from './fake-ideogram-fields.ts';
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

/** The stages of a call of Ideogram that faults can be played at. */
export type IdeogramStage = 'submit' | 'poll' | 'result';

/** The only key the fake accepts. */
export const IDEOGRAM_FAKE_KEY = 'ideogram-test-key';

/** A fake of Ideogram's v2 API on a loopback port. */
export interface FakeIdeogram extends ScenarioFake {
  readonly faults: FaultScript<IdeogramStage>;
  /** Pictures with these places are withheld as unsafe. */
  readonly withhold: Set<number>;
  /** Polls of a job that answer `pending` first. */
  pendingPolls: number;
  /** Ends every job as failed with this reason. */
  failureReason: string | null;
  /** What the job's answer adds, such as `usage_cost_usd_micros`. */
  extra: Record<string, unknown>;
}

interface Job {
  readonly id: string;
  readonly count: number;
  readonly seed: number;
  readonly prompt: string;
  readonly resolution: string;
  polls: number;
}

type State = Omit<FakeIdeogram, keyof ScenarioFake> & {
  readonly jobs: Map<string, Job>;
  readonly made: Uint8Array[];
  resultType: string;
  resultHtml: boolean;
  resultBase: string;
};

/** Starts the fake. It refuses unknown fields, wrong keys, missing pictures and JSON with files. */
export async function startFakeIdeogram(): Promise<FakeIdeogram> {
  const state: State = {
    faults: new FaultScript<IdeogramStage>(),
    withhold: new Set(),
    pendingPolls: 1,
    failureReason: null,
    extra: {},
    jobs: new Map(),
    made: [],
    resultType: 'image/png',
    resultHtml: false,
    resultBase: '',
  };
  const server = await startFakeServer((request, response) => answer(state, request, response));
  state.resultBase = server.url;
  return Object.assign(state, {
    url: server.url,
    requests: server.requests,
    close: server.close,
    play: (scenario: ProviderScenario, foreignUrl: string) => play(state, scenario, foreignUrl),
    submissions: () => server.requests.filter(isSubmission).length,
    cancellations: () => null,
    pictures: () => state.made,
  });
}

function isSubmission(request: RecordedRequest): boolean {
  return request.method === 'POST' && request.query.get('dry_run') !== 'true';
}

function answer(state: State, request: RecordedRequest, response: ServerResponse) {
  const { path, method } = request;
  if (path.startsWith('/results/')) return answerResult(state, request, response);
  const isPoll = method === 'GET' && path.startsWith('/v2/generations/');
  if (state.faults.play(isPoll ? 'poll' : 'submit', response)) return;
  if (request.headers['api-key'] !== IDEOGRAM_FAKE_KEY) {
    return sendJson(response, 401, problem(401, 'invalid key'));
  }
  if (isPoll) return answerPoll(state, request, response);
  const fault = findFault(request);
  if (fault !== null) return sendJson(response, 400, problem(400, fault));
  if (request.query.get('dry_run') === 'true') return answerQuote(request, response);
  const job = addJob(state, request);
  sendJson(response, 200, { generation_id: job.id, seed: job.seed });
}

function problem(status: number, detail: string) {
  return { type: 'about:blank', title: 'problem', detail: `${UPSTREAM_TEXT} ${detail}`, status };
}

/** The sent values by name, lists joined by commas. */
function readFields(request: RecordedRequest): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  const add = (name: string, value: string) =>
    fields.set(name, [...(fields.get(name) ?? []), value]);
  for (const part of request.parts ?? []) add(part.name, part.fileName ? 'file' : part.text);
  for (const [name, value] of Object.entries((request.json ?? {}) as object)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      add(name, typeof one === 'object' ? JSON.stringify(one) : String(one));
    }
  }
  return fields;
}

/** What Ideogram would find wrong, or null. */
function findFault(request: RecordedRequest): string | null {
  const known = IDEOGRAM_V2_FIELDS[request.path];
  if (known === undefined) return `no operation ${request.path}`;
  const fields = readFields(request);
  for (const [name, values] of fields) {
    if (!known.has(name)) return `unknown field ${name}`;
    const rule = IDEOGRAM_V2_VALUES[name];
    if (rule && !values.every((value) => rule.test(value))) return `bad ${name}: ${values}`;
  }
  if (fields.has('resolution') && fields.has('aspect_ratio')) return 'resolution and aspect_ratio';
  if ((fields.get('character_reference_images')?.length ?? 0) > 1) return 'too many characters';
  const missing = IDEOGRAM_V2_REQUIRED[request.path]?.find((name) => !fields.has(name));
  return missing === undefined ? null : `missing ${missing}`;
}

function answerQuote(request: RecordedRequest, response: ServerResponse) {
  const fields = readFields(request);
  const count = Number(fields.get('num_images')?.[0] ?? 1);
  const speed = fields.get('rendering_speed')?.[0] ?? 'default';
  const each = { turbo: 100_000, quality: 200_000 }[speed] ?? 150_000;
  sendJson(response, 200, {
    object: 'price_quote',
    billing_identifier: 'ideogram_v3_character_generation',
    quantity: count,
    usd_micros: each * count,
    credit_millis: count,
    qualifier: 'exact',
  });
}

function addJob(state: State, request: RecordedRequest): Job {
  const fields = readFields(request);
  const job: Job = {
    id: `gen-${state.jobs.size + 1}_A`,
    count: Number(fields.get('num_images')?.[0] ?? 1),
    seed: Number(fields.get('seed')?.[0] ?? 4242),
    prompt: fields.get('prompt')?.[0] ?? '',
    resolution: fields.get('resolution')?.[0] ?? '1024x1024',
    polls: 0,
  };
  state.jobs.set(job.id, job);
  return job;
}

function answerPoll(state: State, request: RecordedRequest, response: ServerResponse) {
  const job = state.jobs.get(decodeURIComponent(request.path.split('/')[3] ?? ''));
  if (job === undefined) return sendJson(response, 404, problem(404, 'no such generation'));
  job.polls += 1;
  const base = { generation_id: job.id, created: '2026-11-22T00:00:00+00:00' };
  if (job.polls <= state.pendingPolls) {
    return sendJson(response, 200, { ...base, status: 'pending' });
  }
  if (state.failureReason !== null) {
    const failure_reason = state.failureReason;
    return sendJson(response, 200, { ...base, status: 'failed', failure_reason });
  }
  const data = Array.from({ length: job.count }, (_, at) => ({
    url: state.withhold.has(at) ? null : `${state.resultBase}/results/${job.id}/${at}.png?exp=1`,
    prompt: `${job.prompt}, rewritten`,
    resolution: job.resolution,
    is_image_safe: !state.withhold.has(at),
    seed: job.seed + at,
  }));
  const done = { ...base, status: 'completed', response_type: 'url', data };
  sendJson(response, 200, { ...done, ...state.extra });
}

function answerResult(state: State, request: RecordedRequest, response: ServerResponse) {
  if (state.faults.play('result', response)) return;
  if (state.resultHtml) {
    return sendBytes(response, Buffer.from(`<!doctype html>${UPSTREAM_TEXT}`), 'image/png');
  }
  const [, , id = '', name = '0'] = request.path.split('/');
  const [width = 64, height = 64] = (state.jobs.get(id)?.resolution ?? '64x64')
    .split('x')
    .map((side) => Number(side) / 16);
  const png = makePng({ width, height, seed: state.made.length + Number.parseInt(name, 10) });
  state.made.push(png);
  sendBytes(response, png, state.resultType);
}

function play(state: State, scenario: ProviderScenario, foreignUrl: string) {
  const submit = (status: number, json: object, headers: Record<string, string> = {}) =>
    state.faults.add('submit', { kind: 'answer', status, json, headers });
  const rejected = (reject_reason: string) => ({ error: UPSTREAM_TEXT, reject_reason });
  switch (scenario) {
    case 'success':
    case 'several':
      return;
    case 'refused':
      return submit(422, { error: UPSTREAM_TEXT });
    case 'unauthorized':
      return submit(401, problem(401, 'key'));
    case 'no_credit':
      return submit(402, rejected('insufficient_funds'));
    case 'rate_limited':
      return submit(
        429,
        { ...rejected('inflight_limit'), max_inflight_requests: 10 },
        { 'retry-after': String(SCENARIO_RETRY_AFTER) },
      );
    case 'server_error':
      return submit(500, problem(500, 'boom'));
    case 'timeout':
      return state.faults.add('submit', { kind: 'hang' });
    case 'hang_up':
      return state.faults.add('poll', { kind: 'hang' });
    case 'cut':
      return state.faults.add('submit', { kind: 'cut' });
    case 'html_error':
      return state.faults.add('submit', { kind: 'html', status: 502 });
    case 'error_inside':
      return submit(200, { error: UPSTREAM_TEXT, status_code: 500 });
    case 'foreign_bytes':
      state.resultBase = foreignUrl;
      return;
    case 'lying_type':
      state.resultType = 'text/html';
      return;
    case 'html_as_picture':
      state.resultHtml = true;
      return;
    case 'expired':
      return state.faults.add('result', { kind: 'answer', status: 403 }, 2);
    default:
      throw new TypeError(`unknown scenario ${String(scenario satisfies never)}`);
  }
}
