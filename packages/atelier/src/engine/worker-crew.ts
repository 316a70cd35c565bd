import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type TransferListItem, Worker } from 'node:worker_threads';
import type { MattingModel } from '../cutout/matting/matting-model.ts';
import type { FromWorker, ToWorker, WorkerSetup } from './messages.ts';
import { IDLE, WORKING } from './shared-bands.ts';

/** One worker of the crew. */
export interface CrewMember {
  /** Gives it a picture to make. */
  start(job: ToWorker): void;
  /** Marks it free again: siblings may borrow it. */
  rest(): void;
}

/** The workers, started when first needed and ended when idle. */
export interface Crew {
  readonly size: number;
  /** A worker that is not busy, or null. */
  free(isBusy: (member: CrewMember) => boolean): CrewMember | null;
  close(): Promise<void>;
}

/** Who listens to the crew. */
export interface CrewOptions {
  readonly size: number;
  readonly idleMs: number;
  readonly matting: MattingModel | null;
  readonly onMessage: (member: CrewMember, message: FromWorker) => void;
  /** A worker ended on its own; its picture is lost. */
  readonly onLost: (member: CrewMember, error: Error) => void;
}

/** A crew of up to `size` workers; all start with the first picture, so that they can help. */
export function createWorkerCrew(options: CrewOptions): Crew {
  const states = new Int32Array(new SharedArrayBuffer(options.size * 4));
  const members: (Member | null)[] = Array.from({ length: options.size }, () => null);
  let idle: NodeJS.Timeout | undefined;
  const restart = () => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (members.some((one) => one?.busy)) return;
      void endAll(members);
    }, options.idleMs);
    idle.unref();
  };
  const launch = () => {
    for (let index = 0; index < options.size; index++) {
      if (members[index]) continue;
      const member = new Member({ index, states, matting: options.matting }, options, (gone) => {
        if (members[gone] === member) members[gone] = null;
        for (const other of members) other?.tell({ type: 'gone', index: gone });
      });
      for (const other of members) if (other) introduce(member, other);
      members[index] = member;
    }
  };
  return {
    size: options.size,
    free(isBusy) {
      launch();
      restart();
      return members.find((one) => one !== null && !isBusy(one)) ?? null;
    },
    async close() {
      clearTimeout(idle);
      await endAll(members);
    },
  };
}

async function endAll(members: (Member | null)[]): Promise<void> {
  const ending = members.splice(0, members.length, ...members.map(() => null));
  await Promise.all(ending.map((one) => one?.end()));
}

function introduce(one: Member, two: Member): void {
  const { port1, port2 } = new MessageChannel();
  one.tell({ type: 'sibling', index: two.index, port: port1 }, [port1]);
  two.tell({ type: 'sibling', index: one.index, port: port2 }, [port2]);
}

class Member implements CrewMember {
  readonly index: number;
  busy = false;
  private readonly worker: Worker;
  private readonly states: Int32Array;
  private ended = false;

  constructor(setup: WorkerSetup, options: CrewOptions, onGone: (index: number) => void) {
    this.index = setup.index;
    this.states = setup.states;
    this.worker = startWorker(setup);
    this.worker.unref();
    this.worker.on('message', (message: FromWorker) => options.onMessage(this, message));
    let cause = new Error('a picture worker ended unexpectedly');
    this.worker.on('error', (error) => {
      cause = error instanceof Error ? error : new Error(String(error));
    });
    this.worker.on('exit', () => {
      if (this.ended) return;
      this.ended = true;
      Atomics.store(this.states, this.index, WORKING);
      onGone(this.index);
      options.onLost(this, cause);
    });
  }

  tell(message: ToWorker, transfer: TransferListItem[] = []): void {
    if (!this.ended) this.worker.postMessage(message, transfer);
  }

  start(job: ToWorker): void {
    this.busy = true;
    Atomics.store(this.states, this.index, WORKING);
    this.worker.ref();
    this.tell(job);
  }

  rest(): void {
    this.busy = false;
    Atomics.store(this.states, this.index, IDLE);
    this.worker.unref();
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
  }
}

/** Megabytes of short-lived objects: shading makes many, none of which is worth room. */
const resourceLimits = { maxYoungGenerationSizeMb: 9 };

/** From source the worker needs the TypeScript loader; in a build it lies beside the bundle. */
function startWorker(setup: WorkerSetup): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  if (!fromSource) {
    const built = new URL('./atelier-worker.js', import.meta.url);
    return new Worker(built, { workerData: setup, resourceLimits });
  }
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')).href;
  const api = new URL('./dist/esm/api/index.mjs', tsx).href;
  const entry = new URL('./worker.ts', import.meta.url).href;
  // The loader must be registered from inside: an inherited `--import tsx` does not reach workers.
  const start = `({ register }) => { register(); return import('${entry}'); }`;
  const code = `import('${api}').then(${start});`;
  return new Worker(code, { workerData: setup, eval: true, execArgv: [], resourceLimits });
}
