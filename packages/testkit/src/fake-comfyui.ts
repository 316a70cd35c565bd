import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { COMFYUI_NODES, describeNode } from './fake-comfyui-nodes.ts';
import {
  FaultScript,
  type RecordedRequest,
  sendBytes,
  sendJson,
  startFakeServer,
} from './fake-server.ts';
import { acceptSocket, type FakeSocket } from './fake-socket.ts';
import { makePng } from './make-png.ts';
import {
  type ProviderScenario,
  SCENARIO_RETRY_AFTER,
  type ScenarioFake,
  UPSTREAM_TEXT,
} from './provider-scenario.ts';

/** The stages of a call of ComfyUI that faults can be played at. */
export type ComfyUiStage = 'info' | 'upload' | 'submit' | 'history' | 'view';

interface GraphNode {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A graph as it was posted. */
export type PostedGraph = Readonly<Record<string, GraphNode>>;

/** A fake of ComfyUI core. */
export interface FakeComfyUi extends ScenarioFake {
  readonly faults: FaultScript<ComfyUiStage>;
  /** Node types this server knows; tests take some away. */
  readonly nodes: Map<string, Readonly<Record<string, string | readonly string[]>>>;
  /** Looks at the history that find nothing first. */
  pendingLooks: number;
  readonly graphs: () => readonly PostedGraph[];
  /** Headers of the sockets that were opened. */
  readonly sockets: () => readonly IncomingHttpHeaders[];
  /** Interrupts that named no job of ours, and would have hit a stranger's. */
  readonly blindInterrupts: () => number;
}

interface Job {
  readonly id: string;
  readonly graph: PostedGraph;
  looks: number;
}

type State = Pick<FakeComfyUi, 'faults' | 'nodes' | 'pendingLooks'> & {
  readonly jobs: Map<string, Job>;
  readonly files: Map<string, Uint8Array>;
  readonly made: Uint8Array[];
  readonly opened: IncomingHttpHeaders[];
  readonly open: Set<FakeSocket>;
  stops: number;
  blind: number;
  failing: boolean;
  html: boolean;
};

/** Starts the fake. It checks graphs as the real one does and speaks over `/ws`. */
export async function startFakeComfyUi(): Promise<FakeComfyUi> {
  const state: State = {
    faults: new FaultScript<ComfyUiStage>(),
    nodes: new Map(Object.entries(COMFYUI_NODES)),
    pendingLooks: 1,
    jobs: new Map(),
    files: new Map(),
    made: [],
    opened: [],
    open: new Set(),
    stops: 0,
    blind: 0,
    failing: false,
    html: false,
  };
  const server = await startFakeServer(
    (request, response) => answer(state, request, response),
    (request, socket) => {
      state.opened.push(request.headers);
      state.open.add(acceptSocket(request, socket));
    },
  );
  return Object.assign(state, {
    url: server.url,
    requests: server.requests,
    play: (scenario: ProviderScenario) => play(state, scenario),
    submissions: () => server.requests.filter((one) => one.path === '/prompt').length,
    cancellations: () => state.stops,
    pictures: () => state.made,
    graphs: () => [...state.jobs.values()].map((job) => job.graph),
    sockets: () => state.opened,
    blindInterrupts: () => state.blind,
    close: () => {
      for (const socket of state.open) socket.close();
      return server.close();
    },
  });
}

function answer(state: State, request: RecordedRequest, response: ServerResponse) {
  const [, route, name = ''] = request.path.split('/');
  switch (route) {
    case 'object_info': {
      if (state.faults.play('info', response)) return;
      const inputs = state.nodes.get(name);
      return sendJson(response, 200, inputs ? describeNode(name, inputs, name > 'L') : {});
    }
    case 'upload':
      return state.faults.play('upload', response) || upload(state, request, response);
    case 'prompt':
      return state.faults.play('submit', response) || submit(state, request, response);
    case 'history':
      return state.faults.play('history', response) || sendHistory(state, name, response);
    case 'view':
      return state.faults.play('view', response) || view(state, request, response);
    case 'queue':
    case 'interrupt':
      return manageQueue(state, request, response);
    default:
      return sendJson(response, 404, {});
  }
}

function upload(state: State, request: RecordedRequest, response: ServerResponse) {
  const part = (name: string) => request.parts?.find((one) => one.name === name);
  const image = part('image');
  if (!image?.fileName) return sendJson(response, 400, {});
  const subfolder = part('subfolder')?.text ?? '';
  // The real one renames what collides: the answer's name counts, not the one that was sent.
  const name = `kept-${image.fileName}`;
  state.files.set(subfolder ? `${subfolder}/${name}` : name, image.bytes);
  sendJson(response, 200, { name, subfolder, type: 'input' });
}

function submit(state: State, request: RecordedRequest, response: ServerResponse) {
  const body = request.json as { prompt?: PostedGraph; prompt_id?: string } | undefined;
  const { prompt: graph, prompt_id: id = 'made-up' } = body ?? {};
  const fault = graph ? findFault(state, graph) : 'no_prompt';
  if (!graph || fault !== null) {
    const error = { type: fault, message: UPSTREAM_TEXT, details: '', extra_info: {} };
    return sendJson(response, 400, { error, node_errors: {} });
  }
  state.jobs.set(id, { id, graph, looks: 0 });
  sendJson(response, 200, { prompt_id: id, number: state.jobs.size, node_errors: {} });
}

/** What the real one's validation would find, or null. */
function findFault(state: State, graph: PostedGraph): string | null {
  for (const { class_type: name, inputs } of Object.values(graph)) {
    const known = state.nodes.get(name);
    if (known === undefined) return 'missing_node_type';
    for (const [input, value] of Object.entries(inputs)) {
      const kind = known[input];
      const isFile = input === 'image' && name.startsWith('LoadImage');
      if (Array.isArray(value) && graph[String(value[0])] === undefined) return 'bad_linked_input';
      if (isFile && !state.files.has(String(value))) return 'prompt_outputs_failed_validation';
      if (!isFile && Array.isArray(kind) && !kind.includes(value)) return 'value_not_in_list';
    }
  }
  return null;
}

function sendHistory(state: State, id: string, response: ServerResponse) {
  const job = state.jobs.get(id);
  if (job === undefined) return sendJson(response, 200, {});
  job.looks += 1;
  for (const socket of state.open) {
    socket.send({ type: 'status', data: { status: { exec_info: { queue_remaining: 1 } } } });
    socket.sendBinary(Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0xff));
    socket.send({ type: 'progress', data: { value: 2, max: 4, prompt_id: id, node: 'sample' } });
    socket.send({ type: 'progress', data: { value: 4, max: 4, prompt_id: 'a-stranger' } });
  }
  if (job.looks <= state.pendingLooks) return sendJson(response, 200, {});
  const status_str = state.failing ? 'error' : 'success';
  const messages = state.failing ? [['execution_error', { exception_message: UPSTREAM_TEXT }]] : [];
  const outputs = state.failing ? {} : makeOutputs(state, job);
  sendJson(response, 200, { [id]: { outputs, status: { status_str, completed: true, messages } } });
}

function makeOutputs(state: State, job: Job) {
  const nodes = Object.entries(job.graph);
  const find = (input: string) =>
    nodes.map(([, node]) => node.inputs[input]).find((value) => typeof value === 'number');
  const seed = Number(find('noise_seed') ?? find('seed') ?? 1);
  const size = { width: Number(find('width') ?? 64), height: Number(find('height') ?? 64) };
  const saves = nodes.filter(([, node]) => node.class_type === 'SaveImage');
  return Object.fromEntries(
    saves.map(([id]) => {
      const filename = `aigateway_${state.made.length}_.png`;
      const png = state.html ? Buffer.from('<!doctype html>') : makePng({ ...size, seed });
      state.made.push(png);
      state.files.set(`output:${filename}`, png);
      return [id, { images: [{ filename, subfolder: '', type: 'output' }] }];
    }),
  );
}

function view(state: State, request: RecordedRequest, response: ServerResponse) {
  const key = `${request.query.get('type')}:${request.query.get('filename')}`;
  const bytes = state.files.get(key);
  return bytes ? sendBytes(response, bytes) : sendJson(response, 404, {});
}

function manageQueue(state: State, request: RecordedRequest, response: ServerResponse) {
  if (request.method === 'GET') {
    const running = [...state.jobs.keys()].map((id, number) => [number, id, {}, {}, []]);
    return sendJson(response, 200, { queue_running: running, queue_pending: [] });
  }
  const { prompt_id: id, delete: ids } = (request.json ?? {}) as {
    prompt_id?: string;
    delete?: string[];
  };
  const named = ids?.[0] ?? id;
  if (named !== undefined && state.jobs.has(named)) state.stops += 1;
  else state.blind += 1;
  sendJson(response, 200, {});
}

function play(state: State, scenario: ProviderScenario) {
  const script = (status: number, headers: Record<string, string> = {}) =>
    state.faults.add('submit', {
      kind: 'answer',
      status,
      json: { error: { type: 'error', message: UPSTREAM_TEXT } },
      headers,
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
      return state.faults.add('history', { kind: 'hang' });
    case 'error_inside':
      state.failing = true;
      return;
    case 'expired':
      return state.faults.add('view', { kind: 'answer', status: 404 });
    case 'html_as_picture':
      state.html = true;
      return;
    default:
      return;
  }
}
