import type { ServerResponse } from 'node:http';
import { FaultScript, type RecordedRequest, sendJson, startFakeServer } from './fake-server.ts';
import { makePng } from './make-png.ts';
import { type ProviderScenario, type ScenarioFake, UPSTREAM_TEXT } from './provider-scenario.ts';

/** The only key the fake accepts. */
export const GOOGLE_FAKE_KEY = 'google-test-key';

/** A fake of the Gemini API's image models. */
export interface FakeGoogle extends ScenarioFake {
  readonly faults: FaultScript<'generate'>;
  /** Ends the next answers with this reason and without a picture. */
  finishReason: string | null;
  /** Blocks the next questions for this reason. */
  blockReason: string | null;
}

type State = Pick<FakeGoogle, 'faults' | 'finishReason' | 'blockReason'> & {
  readonly made: Uint8Array[];
  html: boolean;
};

const USAGE = { promptTokenCount: 12, candidatesTokenCount: 1_290, totalTokenCount: 1_302 };

/** Starts the fake. A wrong key is its 400, as the real one's is. */
export async function startFakeGoogle(): Promise<FakeGoogle> {
  const state: State = {
    faults: new FaultScript<'generate'>(),
    finishReason: null,
    blockReason: null,
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
  const isList = request.method === 'GET' && request.path === '/v1beta/models';
  if (!isList && !/^\/v1beta\/models\/[a-z0-9.-]+:generateContent$/.test(request.path)) {
    return sendJson(response, 404, googleError(404, 'NOT_FOUND'));
  }
  if (request.headers['x-goog-api-key'] !== GOOGLE_FAKE_KEY) {
    return sendJson(response, 400, googleError(400, 'INVALID_ARGUMENT', WRONG_KEY));
  }
  if (isList) return sendJson(response, 200, { models: [] });
  if (state.blockReason !== null) {
    const promptFeedback = { blockReason: state.blockReason };
    return sendJson(response, 200, { promptFeedback, usageMetadata: USAGE });
  }
  if (state.finishReason !== null) {
    const parts = [{ text: UPSTREAM_TEXT }];
    const candidates = [{ content: { parts }, finishReason: state.finishReason }];
    return sendJson(response, 200, { candidates, usageMetadata: USAGE });
  }
  const png = state.html
    ? Buffer.from('<!doctype html>')
    : makePng({ seed: state.made.length + 1 });
  state.made.push(png);
  const data = png.toString('base64');
  const thought = { thought: true, inlineData: { mimeType: 'image/png', data: 'AAAA' } };
  const parts = [thought, { text: 'here' }, { inlineData: { mimeType: 'image/png', data } }];
  const candidates = [{ content: { role: 'model', parts }, finishReason: 'STOP' }];
  sendJson(response, 200, { candidates, usageMetadata: USAGE });
}

const WRONG_KEY = [{ '@type': 'ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' }];
const WAIT = [{ '@type': 'RetryInfo', retryDelay: '6.2s' }];

function googleError(code: number, status: string, details: unknown[] = []) {
  return { error: { code, message: `${UPSTREAM_TEXT} project 1`, status, details } };
}

function play(state: State, scenario: ProviderScenario) {
  const script = (status: number, name: string, details: unknown[] = []) => {
    const json = googleError(status, name, details);
    state.faults.add('generate', { kind: 'answer', status, json });
  };
  switch (scenario) {
    case 'refused':
      state.blockReason = 'PROHIBITED_CONTENT';
      return;
    case 'unauthorized':
      return script(400, 'INVALID_ARGUMENT', WRONG_KEY);
    case 'rate_limited':
      return script(429, 'RESOURCE_EXHAUSTED', WAIT);
    case 'server_error':
      return script(500, 'INTERNAL');
    case 'html_error':
      return state.faults.add('generate', { kind: 'html', status: 502 });
    case 'cut':
      return state.faults.add('generate', { kind: 'cut' });
    case 'timeout':
    case 'hang_up':
      return state.faults.add('generate', { kind: 'hang' });
    case 'error_inside': {
      const json = googleError(500, 'INTERNAL');
      return state.faults.add('generate', { kind: 'answer', status: 200, json });
    }
    case 'html_as_picture':
      state.html = true;
      return;
    default:
      return;
  }
}
