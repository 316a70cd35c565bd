import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { cutOutPicture } from '../cutout/cut-out-picture.ts';
import { createMatting } from '../cutout/matting/matte-picture.ts';
import { dropSpareFloats, setCollector } from '../raster/raster.ts';
import { AtelierError } from './atelier-error.ts';
import type { FromWorker, Task, TaskResult, ToWorker, WorkerSetup } from './messages.ts';
import { type RenderContext, renderRemix } from './render-remix.ts';
import { createSharedBands, HELPING, helpWith, IDLE, type SharedRun } from './shared-bands.ts';

// Planes live outside the heap, so the collector sees no reason to hurry; asking it between stages
// keeps the peak at what one stage needs.
setFlagsFromString('--expose-gc');
const freeUnreachable = runInNewContext('gc') as () => void;
let collections = 0;
const collect = () => {
  collections++;
  freeUnreachable();
};
setCollector(collect);

const setup = workerData as WorkerSetup;
const matting = setup?.matting ? createMatting(setup.matting) : null;
const siblings = new Map<number, MessagePort>();

class HungUp extends Error {}

if (parentPort) listen(parentPort);

function listen(pool: MessagePort): void {
  pool.on('message', (message: ToWorker) => {
    switch (message.type) {
      case 'sibling':
        siblings.set(message.index, message.port);
        message.port.on('message', help);
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

type Job = Extract<ToWorker, { type: 'job' }>;

async function work(pool: MessagePort, { id, task, cancel, partials }: Job): Promise<void> {
  const send = (message: FromWorker) => pool.postMessage(message);
  const checkpoint = () => {
    if (Atomics.load(cancel, 0) === 1) throw new HungUp();
  };
  const others = [...siblings].map(([index, port]) => ({ index, port }));
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
      now: () => performance.now(),
      onProgress: (progress) => {
        collect();
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
    collect();
  }
}
