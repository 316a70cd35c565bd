import type { ServerResponse } from 'node:http';
import { FaultScript, type RecordedRequest, sendJson, startFakeServer } from './fake-server.ts';
import { makePng } from './make-png.ts';
import {
  type ProviderScenario,
  SCENARIO_RETRY_AFTER,
  type ScenarioFake,
  UPSTREAM_TEXT,
} from './provider-scenario.ts';

/** The stages of a call of sd-server that faults can be played at. */
export type SdServerStage = 'capabilities' | 'submit' | 'poll';

/** A fake of stable-diffusion.cpp's server, native API. */
export interface FakeSdServer extends ScenarioFake {
  readonly faults: FaultScript<SdServerStage>;
  /** What the loaded model can do; tests change it. */
  readonly features: Record<'init_image' | 'mask_image' | 'ref_images', boolean>;
  /** Looks at a job that answer `queued` and `generating` first. */
  pendingLooks: number;
  /** The jobs' bodies, in order. */
  readonly bodies: () => readonly Record<string, unknown>[];
}

interface Job {
  readonly body: Record<string, unknown>;
  looks: number;
}

const LIMITS = {
  min_width: 64,
  max_width: 4096,
  min_height: 64,
  max_height: 4096,
  max_batch_count: 8,
  max_queue_size: 64,
};

type State = Pick<FakeSdServer, 'faults' | 'features' | 'pendingLooks'> & {
  readonly jobs: Map<string, Job>;
  readonly made: Uint8Array[];
  cancelled: number;
  hold: boolean;
  expired: boolean;
  failed: boolean;
  html: boolean;
};

/** Starts the fake. Like the real one it knows no keys and answers errors as plain text in JSON. */
export async function startFakeSdServer(): Promise<FakeSdServer> {
  const state: State = {
    faults: new FaultScript<SdServerStage>(),
    features: { init_image: true, mask_image: true, ref_images: true },
    pendingLooks: 1,
    jobs: new Map(),
    made: [],
    cancelled: 0,
    hold: false,
    expired: false,
    failed: false,
    html: false,
  };
  const server = await startFakeServer((request, response) => answer(state, request, response));
  return Object.assign(state, {
    url: server.url,
    requests: server.requests,
    close: server.close,
    play: (scenario: ProviderScenario) => play(state, scenario),
    submissions: () => server.requests.filter((one) => one.path.endsWith('/img_gen')).length,
    cancellations: () => state.cancelled,
    pictures: () => state.made,
    bodies: () => [...state.jobs.values()].map((job) => job.body),
  });
}

function answer(state: State, request: RecordedRequest, response: ServerResponse) {
  const [, root, version, kind, id, verb] = request.path.split('/');
  if (root !== 'sdcpp' || version !== 'v1') return sendJson(response, 404, { error: 'not found' });
  if (kind === 'capabilities') {
    if (state.faults.play('capabilities', response)) return;
    return sendJson(response, 200, {
      model: { name: 'klein', stem: 'klein', path: '/srv/models/klein.gguf' },
      features_by_mode: { img_gen: { ...state.features, cancel_queued: true } },
      limits: LIMITS,
    });
  }
  if (kind === 'img_gen') {
    if (state.faults.play('submit', response)) return;
    return submit(state, request, response);
  }
  const job = state.jobs.get(id ?? '');
  if (verb === 'cancel') {
    state.cancelled += 1;
    return sendJson(response, job ? 200 : 404, {});
  }
  if (state.faults.play('poll', response)) return;
  if (job === undefined) return sendJson(response, 404, { error: 'job not found' });
  if (state.expired) return sendJson(response, 410, { error: `${UPSTREAM_TEXT} job expired` });
  look(state, job, response);
}

function submit(state: State, request: RecordedRequest, response: ServerResponse) {
  const body = request.json as Record<string, unknown> | undefined;
  if (typeof body?.prompt !== 'string' || body.prompt === '') {
    return sendJson(response, 400, { error: `${UPSTREAM_TEXT} prompt required` });
  }
  const id = `job_18f_${String(state.jobs.size).padStart(8, '0')}`;
  state.jobs.set(id, { body, looks: 0 });
  sendJson(response, 202, {
    id,
    kind: 'img_gen',
    status: 'queued',
    created: 1_790_000_000,
    poll_url: `/sdcpp/v1/jobs/${id}`,
  });
}

function look(state: State, job: Job, response: ServerResponse) {
  job.looks += 1;
  const base = { kind: 'img_gen', queue_position: 0, result: null, error: null };
  if (state.hold || job.looks <= state.pendingLooks) {
    const status = job.looks === 1 ? 'queued' : 'generating';
    return sendJson(response, 200, { ...base, status });
  }
  if (state.failed) {
    const error = { code: 'generation_failed', message: `${UPSTREAM_TEXT} out of memory` };
    return sendJson(response, 200, { ...base, status: 'failed', error });
  }
  const { width, height, seed, batch_count: count } = job.body;
  const images = Array.from({ length: Number(count ?? 1) }, (_, index) => {
    const png = makePng({
      width: Number(width),
      height: Number(height),
      seed: Number(seed) + index,
    });
    const bytes = state.html ? Buffer.from('<!doctype html>') : png;
    state.made.push(bytes);
    return { index, b64_json: bytes.toString('base64') };
  });
  const result = { output_format: 'png', images };
  sendJson(response, 200, { ...base, status: 'completed', result });
}

function play(state: State, scenario: ProviderScenario) {
  const error = `${UPSTREAM_TEXT} /srv/models/klein.gguf`;
  const script = (status: number, headers?: Record<string, string>) =>
    state.faults.add('submit', {
      kind: 'answer',
      status,
      json: { error },
      ...(headers && { headers }),
    });
  switch (scenario) {
    case 'unauthorized':
      return script(401);
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
      state.failed = true;
      return;
    case 'expired':
      state.expired = true;
      return;
    case 'html_as_picture':
      state.html = true;
      return;
    default:
      return;
  }
}
