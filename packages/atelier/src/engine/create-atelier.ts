import { describeModel } from '../cutout/matting/matting-model.ts';
import { describePlan, understand } from '../prompt/plan-scene.ts';
import type { Atelier, PartialStage, RemixHooks } from './atelier.ts';
import { AtelierError } from './atelier-error.ts';
import type { Task, TaskResult } from './messages.ts';
import { cutOutKey, type StepKeys, sceneKey } from './remember.ts';
import { type Crew, type CrewMember, createWorkerCrew } from './worker-crew.ts';

/** Size of the engine. */
export interface AtelierOptions {
  /** Worker threads, at least 1; no more than there are cores is useful. */
  readonly threads: number;
  /** Pictures that may wait for a free worker; one more is refused as `saturated`. */
  readonly queueLimit: number;
  /** Milliseconds after which idle workers are ended; 30 000 by default. */
  readonly idleMs?: number;
  /** ONNX file of a salient-object or matting network to cut out with; null or absent = none. */
  readonly mattingModel?: string | null;
}

const ALL_STAGES: readonly PartialStage[] = ['cut-out', 'composed', 'painted'];

interface Job {
  readonly id: number;
  readonly task: Task;
  readonly hooks: RemixHooks;
  readonly cancel: Int32Array;
  readonly keys: StepKeys;
  readonly settle: (outcome: Outcome) => void;
}

type Outcome = { readonly result: TaskResult } | { readonly error: unknown };

/**
 * The engine on worker threads. Nothing is started before the first picture; the native libraries
 * are loaded in the workers only. Throws `EngineSetupError` when the matting model cannot be used.
 */
export function createAtelier(options: AtelierOptions): Atelier {
  const pool = new Pool(options);
  return {
    remix: (request, hooks = {}) => pool.run({ kind: 'remix', request }, hooks),
    cutOut: (request, hooks = {}) => pool.run({ kind: 'cut-out', request }, hooks),
    plan(request) {
      const reference = request.reference !== undefined;
      const { plan, warnings } = understand(request.prompt, { ...request, reference });
      return { plan, revisedPrompt: describePlan(plan), warnings: [...warnings] };
    },
    close: () => pool.close(),
  };
}

function keysOf(task: Task): StepKeys {
  if (task.kind === 'cut-out') return { 'cut-out': cutOutKey(task.request), scene: null };
  const { request } = task;
  const { reference } = request;
  const { plan } = understand(request.prompt, { ...request, reference: reference !== undefined });
  return {
    'cut-out': reference ? cutOutKey({ ...request, picture: reference }) : null,
    scene: sceneKey(plan, request),
  };
}

class Pool {
  private readonly crew: Crew;
  private readonly waiting: Job[] = [];
  private readonly running = new Map<CrewMember, Job>();
  /** Which job makes which cut-out: who wants the same one waits for it. */
  private readonly cutting = new Map<string, number>();
  private nextId = 1;
  private closed = false;

  constructor(private readonly options: AtelierOptions) {
    this.crew = createWorkerCrew({
      size: Math.max(1, options.threads),
      idleMs: options.idleMs ?? 30_000,
      matting: options.mattingModel ? describeModel(options.mattingModel) : null,
      onMessage: (member, message) => {
        const job = this.running.get(member);
        if (!job || job.id !== message.id) return;
        if (message.type === 'progress') return job.hooks.onProgress?.(message.progress);
        if (message.type === 'partial') {
          return job.hooks.onPartial?.(message.bytes, message.stage);
        }
        if (message.type === 'cut-out') {
          this.stopCutting(job);
          return this.next();
        }
        this.release(member, job);
        if (message.type === 'done') return job.settle({ result: message.result });
        const { code, message: text } = message;
        job.settle({ error: code ? new AtelierError(code, text) : new Error(text) });
      },
      onLost: (member, error) => {
        const job = this.running.get(member);
        this.running.delete(member);
        if (job) this.stopCutting(job);
        job?.settle({ error });
        this.next();
      },
    });
  }

  /** A worker answers a task with the result of the task's kind. */
  run<One extends Task>(task: One, hooks: RemixHooks): Promise<TaskResult<One['kind']>> {
    const { signal } = hooks;
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.closed) return Promise.reject(new Error('the engine is closed'));
    const room = this.crew.size + this.options.queueLimit;
    if (this.running.size + this.waiting.length >= room) {
      const text = `The picture engine is busy: ${this.waiting.length} pictures are waiting.`;
      return Promise.reject(new AtelierError('saturated', text));
    }
    return new Promise((resolve, reject) => {
      const cancel = new Int32Array(new SharedArrayBuffer(4));
      const onAbort = () => {
        Atomics.store(cancel, 0, 1);
        const at = this.waiting.indexOf(job);
        if (at >= 0) this.waiting.splice(at, 1);
        job.settle({ error: signal?.reason });
      };
      const settle = (outcome: Outcome) => {
        signal?.removeEventListener('abort', onAbort);
        if ('result' in outcome) resolve(outcome.result as TaskResult<One['kind']>);
        else reject(outcome.error);
      };
      const job: Job = { id: this.nextId++, task, hooks, cancel, keys: keysOf(task), settle };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.waiting.push(job);
      this.next();
    });
  }

  /** Starts what can be started: the first that does not wait for another's cut-out. */
  private next(): void {
    for (;;) {
      const at = this.waiting.findIndex(({ keys }) => !this.cutting.has(keys['cut-out'] ?? ''));
      const job = this.waiting[at];
      const member = job && this.crew.free((one) => this.running.has(one));
      if (!job || !member) return;
      this.waiting.splice(at, 1);
      this.running.set(member, job);
      this.start(member, job);
    }
  }

  private start(member: CrewMember, { id, task, cancel, hooks, keys }: Job): void {
    if (keys['cut-out'] !== null) this.cutting.set(keys['cut-out'], id);
    const { onPartial, partialStages = ALL_STAGES } = hooks;
    const partials = onPartial ? partialStages : [];
    member.start({ type: 'job', id, task, cancel, keys, partials });
  }

  private stopCutting({ id, keys }: Job): void {
    const key = keys['cut-out'];
    if (key !== null && this.cutting.get(key) === id) this.cutting.delete(key);
  }

  private release(member: CrewMember, job: Job): void {
    this.running.delete(member);
    this.stopCutting(job);
    member.rest();
    this.next();
  }

  async close(): Promise<void> {
    this.closed = true;
    const error = new Error('the engine is closed');
    for (const job of [...this.waiting, ...this.running.values()]) job.settle({ error });
    this.waiting.length = 0;
    this.running.clear();
    await this.crew.close();
  }
}
