/** How a call with an `Idempotency-Key` stands. */
export type IdempotentCallState = 'running' | 'done';

/** A call that may come again: who makes it now, or what came of it. */
export interface IdempotentCallTable {
  /** SHA-256 (hex) of the caller's API key id and its `Idempotency-Key`. */
  id: string;
  organisation_id: string;
  /** SHA-256 (hex) of what was asked. */
  fingerprint: string;
  /** Names the run that has the call now. */
  owner: string;
  state: IdempotentCallState;
  /** What the run holds money for, once it does. */
  generation_id: string | null;
  /** JSON of what came of it, without bytes. */
  answer: string | null;
  created_at_ms: bigint;
  /** A run that does not renew this is dead. */
  lease_until_ms: bigint;
  expires_at_ms: bigint;
}
