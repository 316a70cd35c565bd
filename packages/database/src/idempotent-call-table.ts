/** A call with an `Idempotency-Key`: who makes it now, or what came of it. */
export interface IdempotentCallTable {
  /** SHA-256 (hex) of whose call it is and its `Idempotency-Key`. */
  id: string;
  organisation_id: string;
  /** SHA-256 (hex) of what was asked. */
  fingerprint: string;
  /** Names the run that has the call now. */
  owner: string;
  /** What came of it, without the bytes of pictures; null as long as it runs. */
  answer: string | null;
  created_at_ms: bigint;
  /** A run that does not renew this is dead. */
  lease_until_ms: bigint;
  expires_at_ms: bigint;
}
