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

/** The only key that may list the fake's models. */
export const OPENAI_FAKE_KEY = 'sk-secret';
/** A key that is known and may list nothing. */
export const OPENAI_RESTRICTED_KEY = 'sk-restricted';

/** How a server in OpenAI's form differs from OpenAI's own. */
export interface FakeOpenAiOptions {
  /** Answers links to its own `/files/…` in place of base64. */
  readonly answersLinks?: boolean;
  /** Adds a path on its own disk to every picture, as SGLang does. */
  readonly tellsPaths?: boolean;
  /** Says what the tokens were. */
  readonly countsTokens?: boolean;
  /** What a call takes in the maker's own units, told in the answer, as Recraft does. */
  readonly credits?: number;
}

/** A fake of OpenAI's images API that other servers share. */
export interface FakeOpenAi extends ScenarioFake {
  readonly faults: FaultScript<'images' | 'models'>;
}

const USAGE = {
  total_tokens: 100,
  input_tokens: 50,
  output_tokens: 50,
  input_tokens_details: { text_tokens: 10, image_tokens: 40 },
};

interface State {
  readonly options: FakeOpenAiOptions;
  readonly faults: FaultScript<'images' | 'models'>;
  readonly files: Map<string, Uint8Array>;
  readonly made: Uint8Array[];
  /** Answers the next call instead of making pictures. */
  next: unknown;
  submitted: number;
  url: string;
}

/** Starts a server that answers `/images/generations` and `/images/edits`, below `/v1` or not. */
export async function startFakeOpenAi(options: FakeOpenAiOptions = {}): Promise<FakeOpenAi> {
  const state: State = {
    options,
    faults: new FaultScript<'images' | 'models'>(),
    files: new Map(),
    made: [],
    next: null,
    submitted: 0,
    url: '',
  };
  const server = await startFakeServer((request, response) => answer(state, request, response));
  state.url = server.url;
  return {
    url: server.url,
    requests: server.requests,
    faults: state.faults,
    play: (scenario, foreignUrl) => play(state, scenario, foreignUrl),
    submissions: () => state.submitted,
    cancellations: () => null,
    pictures: () => state.made,
    close: server.close,
  };
}

function answer(state: State, request: RecordedRequest, response: ServerResponse) {
  const path = request.path.replace(/^\/v1/, '');
  if (path.startsWith('/files/')) {
    const bytes = state.files.get(path);
    return bytes ? sendBytes(response, bytes) : sendJson(response, 404, { error: {} });
  }
  if (path === '/models' || path === '/users/me') {
    if (!state.faults.play('models', response)) answerReader(request, response);
    return;
  }
  if (path !== '/images/generations' && path !== '/images/edits') {
    return sendJson(response, 404, openAiError('invalid_request_error', null));
  }
  state.submitted += 1;
  if (state.faults.play('images', response)) return;
  const json = state.next ?? makeAnswer(state, request);
  state.next = null;
  const event = wantsStream(request) ? toEvents(path, json) : null;
  if (event === null) return sendJson(response, 200, json);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(event);
}

/** What a key may read: the full one all, the restricted one nothing. */
function answerReader({ headers }: RecordedRequest, response: ServerResponse) {
  switch (headers.authorization) {
    case `Bearer ${OPENAI_FAKE_KEY}`:
      return sendJson(response, 200, { object: 'list', data: [] });
    case `Bearer ${OPENAI_RESTRICTED_KEY}`:
      return sendJson(response, 403, {
        error: { message: 'Missing scopes: api.model.read', type: 'x', param: null, code: null },
      });
    default:
      return sendJson(response, 401, openAiError('invalid_request_error', 'invalid_api_key'));
  }
}

function makeAnswer(state: State, request: RecordedRequest) {
  const { answersLinks, tellsPaths, countsTokens, credits } = state.options;
  const { width, height } = readSize(readField(request, 'size'));
  const data = Array.from({ length: Number(readField(request, 'n') ?? 1) }, (_, at) => {
    const png = makePng({ width, height, seed: state.submitted * 16 + at });
    state.made.push(png);
    const name = `/files/${state.made.length}.png`;
    state.files.set(name, png);
    return {
      ...(answersLinks ? { url: `${state.url}${name}` } : { b64_json: png.toString('base64') }),
      ...(tellsPaths && { file_path: `/srv/outputs${name}` }),
    };
  });
  return {
    created: 1_790_000_000,
    data,
    ...(countsTokens && { usage: USAGE }),
    ...(credits !== undefined && { credits }),
  };
}

function play(state: State, scenario: ProviderScenario, foreignUrl: string) {
  const fault = toFault(scenario);
  if (fault !== null) state.faults.add('images', fault, 20);
  if (scenario === 'foreign_bytes') state.next = { data: [{ url: foreignUrl }] };
  if (scenario === 'expired') state.next = { data: [{ url: `${state.url}/files/gone.png` }] };
  if (scenario === 'error_inside') state.next = openAiError('server_error', null);
  if (scenario === 'html_as_picture') {
    const page = Buffer.from(`<!doctype html><html>${UPSTREAM_TEXT}</html>`);
    state.next = { data: [{ b64_json: page.toString('base64') }] };
  }
}

function toFault(scenario: ProviderScenario) {
  const answer = (status: number, type: string, code: string | null) =>
    ({ kind: 'answer', status, json: openAiError(type, code) }) as const;
  switch (scenario) {
    case 'refused':
      return answer(400, 'image_generation_user_error', 'moderation_blocked');
    case 'unauthorized':
      return answer(401, 'invalid_request_error', 'invalid_api_key');
    case 'no_credit':
      return answer(429, 'insufficient_quota', 'insufficient_quota');
    case 'rate_limited': {
      const headers = { 'retry-after': String(SCENARIO_RETRY_AFTER) };
      return { ...answer(429, 'rate_limit_error', 'rate_limit_exceeded'), headers };
    }
    case 'server_error':
      return answer(500, 'server_error', null);
    case 'timeout':
    case 'hang_up':
      return { kind: 'hang' } as const;
    case 'cut':
      return { kind: 'cut' } as const;
    case 'html_error':
      return { kind: 'html', status: 502 } as const;
    default:
      return null;
  }
}

function openAiError(type: string, code: string | null) {
  return { error: { message: `${UPSTREAM_TEXT} account org-1`, type, param: null, code } };
}

/** A field of a JSON or multipart request, as text. */
function readField({ json, parts }: RecordedRequest, name: string): string | null {
  if (parts !== null) return parts.find((part) => part.name === name)?.text ?? null;
  const value = (json as Record<string, unknown> | undefined)?.[name];
  return value === undefined || value === null ? null : String(value);
}

function readSize(text: string | null): { width: number; height: number } {
  const [width, height] = (text ?? '').split('x').map(Number);
  return width && height ? { width, height } : { width: 64, height: 64 };
}

function wantsStream(request: RecordedRequest): boolean {
  return readField(request, 'stream') === 'true';
}

/** The events of `stream: true`: two partial pictures, then one completed event a picture. */
function toEvents(path: string, json: unknown): string {
  const { data = [] } = json as { data?: { b64_json?: string }[] };
  const kind = path === '/images/edits' ? 'image_edit' : 'image_generation';
  const base = { created_at: 1_790_000_000, size: 'auto', quality: 'low', background: 'opaque' };
  return data
    .flatMap(({ b64_json }) => {
      const shared = { ...base, b64_json, output_format: 'png' };
      return [
        ...[0, 1].map((index) => ({
          type: `${kind}.partial_image`,
          ...shared,
          partial_image_index: index,
        })),
        { type: `${kind}.completed`, ...shared, usage: USAGE },
      ];
    })
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}
