import type { MessagePort } from 'node:worker_threads';
import type { MattingModel } from '../cutout/matting/matting-model.ts';
import type {
  CutOutRequest,
  CutOutResult,
  PartialStage,
  RemixRequest,
  RemixResult,
} from './atelier.ts';

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
      /** The pictures in between that somebody waits for. */
      readonly partials: readonly PartialStage[];
    };

/** From a worker to the pool. */
export type FromWorker =
  | { readonly type: 'progress'; readonly id: number; readonly progress: number }
  | {
      readonly type: 'partial';
      readonly id: number;
      readonly bytes: Uint8Array;
      readonly stage: PartialStage;
    }
  | { readonly type: 'done'; readonly id: number; readonly result: TaskResult }
  | {
      readonly type: 'failed';
      readonly id: number;
      /** An `AtelierError`'s code; null for a fault of ours. */
      readonly code: 'invalid_image' | 'saturated' | null;
      readonly message: string;
    };
