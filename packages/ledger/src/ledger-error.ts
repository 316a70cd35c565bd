/** Why a ledger verb refused. Nothing was written when one of these is thrown. */
export type LedgerErrorCode =
  | 'insufficient_credits'
  | 'budget_exceeded'
  | 'hold_already_captured'
  | 'hold_already_released'
  | 'hold_already_expired'
  | 'unknown_hold'
  | 'unknown_account'
  | 'unknown_transaction'
  | 'capture_exceeds_hold'
  | 'refund_exceeds_transaction'
  | 'invalid_amount'
  | 'id_reused';

/** A refusal of the ledger, to branch on by `code`; `subject` is the id that it is about. */
export class LedgerError extends Error {
  readonly code: LedgerErrorCode;
  readonly subject: string;

  constructor(code: LedgerErrorCode, subject: string) {
    super(`${code}: ${subject}`);
    this.name = 'LedgerError';
    this.code = code;
    this.subject = subject;
  }
}
