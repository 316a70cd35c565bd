import type { MicroUsd } from '@aigateway/contract';
import type { Executor } from '@aigateway/database';
import { fingerprintOf } from './fingerprint.ts';
import type { NewImage } from './image-row.ts';

/** What becomes of the hold's generation row; it moves only from an unfinished state. */
export interface FinishedGeneration {
  readonly id: string;
  readonly provider: string | null;
  readonly imagesDelivered: bigint;
  /** What the caller paid: 0 when released. */
  readonly costMicroUsd: MicroUsd;
  readonly upstreamMicroUsd?: MicroUsd | null;
  readonly attempts: bigint;
  readonly errorCode?: string | null;
  readonly latencyMs: bigint | null;
  /** How it came about, as JSON. */
  readonly report?: string;
}

/** What `captureHold` posts. */
export interface CaptureHoldInput {
  /** Caller-made id of the transaction; the same id with the same inputs changes nothing. */
  readonly id: string;
  readonly holdId: string;
  /**
   * Whose hold it is; another's is `unknown_hold`. With it, captures that wait on one wallet share
   * a commit on PostgreSQL, so the hot path gives it.
   */
  readonly organisationId?: string;
  /** More than nothing, at most the hold; the rest returns to the wallet. */
  readonly amountMicroUsd: MicroUsd;
  readonly atMs: bigint;
  /** Written in the same transaction. */
  readonly generation?: FinishedGeneration;
  readonly images?: readonly NewImage[];
  /** Anything else that must be written in the same transaction; costs PostgreSQL round trips. */
  readonly also?: (executor: Executor) => Promise<void>;
}

/** The inputs that make two captures of one id the same. */
export function captureFingerprint(input: {
  readonly holdId: string;
  readonly amountMicroUsd: MicroUsd;
}): string {
  return fingerprintOf([input.holdId, input.amountMicroUsd]);
}
