/** How a caller names a call so that a repetition of it is not a second one. */
export interface Once {
  /** The `Idempotency-Key`. */
  readonly key: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Called when the answer is that of an earlier call. */
  readonly onReplay: () => void;
}
