import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  type MessagePort,
  parentPort,
  receiveMessageOnPort,
  workerData,
} from 'node:worker_threads';
import { cutOutPicture } from '../cutout/cut-out-picture.ts';
import { createMatting } from '../cutout/matting/matte-picture.ts';
import { collectBetween, dropSpareFloats, setCollector } from '../raster/raster.ts';
import { AtelierError } from './atelier-error.ts';
import { Keepsakes } from './keepsakes.ts';
import type {
  FromWorker,
  SharedRun,
  Task,
  TaskResult,
  ToSibling,
  ToWorker,
  WorkerSetup,
} from './messages.ts';
import type { Kept, Memory, StepKeys } from './remember.ts';
import { type RenderContext, renderRemix } from './render-remix.ts';
import { createSharedBands, HELPING, helpWith, IDLE } from './shared-bands.ts';

// Planes live outside the heap, so the collector sees no reason to hurry; asking it between stages
// keeps the peak at what one stage needs.
setFlagsFromString('--expose-gc');
const freeUnreachable = runInNewContext('gc') as () => void;
let collections = 0;
setCollector(() => {
  collections++;
  freeUnreachable();
});

/** Bytes of cut-outs and scenes kept for the next picture; shared by all workers. */
const KEPT_BYTES = 32 << 20;

const setup = workerData as WorkerSetup;
const matting = setup?.matting ? createMatting(setup.matting) : null;
const keepsakes = new Keepsakes(KEPT_BYTES);
const siblings = new Map<number, MessagePort>();

class HungUp extends Error {}

if (parentPort) listen(parentPort);

function listen(pool: MessagePort): void {
  pool.on('message', (message: ToWorker) => {
    switch (message.type) {
      case 'sibling':
        siblings.set(message.index, message.port);
        message.port.on('message', hearSibling);
        message.port.unref();
        return;
      case 'gone':
        siblings.get(message.index)?.close();
        siblings.delete(message.index);
        return;
      case 'job':
        void work(pool, message);
        return;
      default:
        message satisfies never;
    }
  });
}

function hearSibling(message: ToSibling): void {
  if (message.type === 'run') help(message.run);
  else if (keepsakes.keep(message.key, message.value)) freeUnreachable();
}

/** What siblings have said before the pool gave this worker its task. */
function catchUp(): void {
  for (const port of siblings.values()) {
    for (;;) {
      const heard = receiveMessageOnPort(port);
      if (!heard) break;
      hearSibling(heard.message as ToSibling);
    }
  }
}

let followed = 0;

function help(run: SharedRun): void {
  if (run.collections !== followed) freeUnreachable();
  followed = run.collections;
  helpWith(run);
  Atomics.compareExchange(setup.states, setup.index, HELPING, IDLE);
}

function perform(task: Task, context: RenderContext): Promise<TaskResult> {
  switch (task.kind) {
    case 'remix':
      return renderRemix(task.request, context);
    case 'cut-out':
      return cutOutPicture(task.request, context);
    default:
      return task satisfies never;
  }
}

/** Pixels below which sharing a picture takes longer than making it alone. */
const SHARED_PIXELS = 640 * 640;

function isSmall({ kind, request }: Task): boolean {
  return kind === 'remix' && request.width * request.height < SHARED_PIXELS;
}

/** Kept steps are told to all siblings: whoever makes the next picture finds them. */
function recall(keys: StepKeys, onCutOut: () => void): Memory {
  const find = <Step extends keyof Kept>(step: Step) =>
    keys[step] === null ? null : keepsakes.recall<Kept[Step]>(keys[step]);
  const memory = { cutOut: find('cut-out'), scene: find('scene') };
  if (memory.cutOut) onCutOut();
  return {
    ...memory,
    keep(step, value) {
      const key = keys[step];
      if (key === null) return;
      keepsakes.keep(key, value);
      for (const port of siblings.values()) {
        port.postMessage({ type: 'kept', key, value } satisfies ToSibling);
      }
      if (step === 'cut-out') onCutOut();
    },
  };
}

type Job = Extract<ToWorker, { type: 'job' }>;

async function work(pool: MessagePort, job: Job): Promise<void> {
  const { id, task, cancel, keys, partials } = job;
  catchUp();
  const send = (message: FromWorker) => pool.postMessage(message);
  const checkpoint = () => {
    if (Atomics.load(cancel, 0) === 1) throw new HungUp();
  };
  const others = isSmall(task) ? [] : [...siblings].map(([index, port]) => ({ index, port }));
  const bands = createSharedBands({
    states: setup.states,
    siblings: others,
    checkpoint,
    collections: () => collections,
  });
  try {
    const result = await perform(task, {
      bands,
      matting,
      checkpoint,
      memory: recall(keys, () => send({ type: 'cut-out', id })),
      now: () => performance.now(),
      onProgress: (progress) => {
        collectBetween();
        send({ type: 'progress', id, progress });
      },
      partials: {
        stages: partials,
        send: (bytes, stage) => send({ type: 'partial', id, bytes, stage }),
      },
    });
    send({ type: 'done', id, result });
  } catch (error) {
    const code = error instanceof AtelierError ? error.code : null;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    send({ type: 'failed', id, code, message: code ? (error as Error).message : message });
  } finally {
    dropSpareFloats();
    collectBetween();
  }
}
