import type { MessagePort } from 'node:worker_threads';
import type { MattingModel } from '../cutout/matting/matting-model.ts';
import type {
  CutOutRequest,
  CutOutResult,
  PartialStage,
  RemixRequest,
  RemixResult,
} from './atelier.ts';
import type { Kept, StepKeys } from './remember.ts';

/** What a worker is told at its start. */
export interface WorkerSetup {
  /** Its place in the table of states. */
  readonly index: number;
  /** What each worker is doing; see `shared-bands.ts`. */
  readonly states: Int32Array;
  /** The network that cuts characters out; null = none was configured. */
  readonly matting: MattingModel | null;
}

/** What a worker can be asked to make. */
export type Task =
  | { readonly kind: 'remix'; readonly request: RemixRequest }
  | { readonly kind: 'cut-out'; readonly request: CutOutRequest };

/** What comes of a task. */
export type TaskResult<Kind extends Task['kind'] = Task['kind']> = {
  readonly remix: RemixResult;
  readonly 'cut-out': CutOutResult;
}[Kind];

/** From the pool to a worker. */
export type ToWorker =
  | { readonly type: 'sibling'; readonly index: number; readonly port: MessagePort }
  | { readonly type: 'gone'; readonly index: number }
  | {
      readonly type: 'job';
      readonly id: number;
      readonly task: Task;
      /** One number: 1 = the caller has hung up. */
      readonly cancel: Int32Array;
      /** What its steps follow from, to find them again. */
      readonly keys: StepKeys;
      /** The pictures in between that somebody waits for. */
      readonly partials: readonly PartialStage[];
    };

/** One kernel run whose rows several workers take in turns. */
export interface SharedRun {
  readonly kernel: string;
  readonly args: unknown;
  readonly rows: number;
  readonly chunk: number;
  /** `[next free row, workers at it, 1 = failed]`. */
  readonly control: Int32Array;
  /** How often the asking worker has freed memory; helpers hold its buffers and must follow. */
  readonly collections: number;
}

/** From a worker to another: rows to help with, or a step worth keeping. */
export type ToSibling =
  | { readonly type: 'run'; readonly run: SharedRun }
  | { readonly type: 'kept'; readonly key: string; readonly value: Kept[keyof Kept] };

/** From a worker to the pool. */
export type FromWorker =
  | { readonly type: 'progress'; readonly id: number; readonly progress: number }
  | {
      readonly type: 'partial';
      readonly id: number;
      readonly bytes: Uint8Array;
      readonly stage: PartialStage;
    }
  /** The character is cut out: who waits for the same one can start. */
  | { readonly type: 'cut-out'; readonly id: number }
  | { readonly type: 'done'; readonly id: number; readonly result: TaskResult }
  | {
      readonly type: 'failed';
      readonly id: number;
      /** An `AtelierError`'s code; null for a fault of ours. */
      readonly code: 'invalid_image' | 'saturated' | null;
      readonly message: string;
    };
