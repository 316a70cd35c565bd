export { ACCOUNT_KINDS, accountId, openAccounts } from './account.ts';
export { type AdjustInput, adjust } from './adjust.ts';
export { type AuditCheck, type AuditFinding, auditLedger } from './audit.ts';
export { type BudgetUsage, type HoldBudget, readBudgetUsage } from './budget.ts';
export { captureHold } from './capture-hold.ts';
export type { CaptureHoldInput, FinishedGeneration } from './capture-hold-input.ts';
export { type CollectDebtInput, collectDebt, listDebtors, readDebt } from './collect-debt.ts';
export { type ExpireHoldsInput, expireHolds } from './expire-holds.ts';
export { endFree, type FreeEnd, openFree } from './free-generation.ts';
export type { NewGeneration } from './generation-row.ts';
export { type GrantCreditInput, grantCredit } from './grant-credit.ts';
export { type Hold, readHold } from './hold.ts';
export type { NewImage } from './image-row.ts';
export { LedgerError, type LedgerErrorCode } from './ledger-error.ts';
export { placeHold } from './place-hold.ts';
export type { PlaceHoldInput } from './place-hold-input.ts';
export type { Also, Line, PostedTransaction, TransactionKind } from './post-transaction.ts';
export { type Balance, readBalance } from './read-balance.ts';
export {
  readStatement,
  type StatementLine,
  type StatementPage,
  type StatementQuery,
} from './read-statement.ts';
export {
  type RecoverHoldsInput,
  type Recovery,
  recoverHolds,
  type Unsettled,
} from './recover-holds.ts';
export { type RefundInput, refund } from './refund.ts';
export { type ReleaseHoldInput, releaseHold } from './release-hold.ts';
export {
  type RestorePaymentInput,
  type ReversePaymentInput,
  restorePayment,
  reversePayment,
} from './reverse-payment.ts';
export { quoteTopUp, type TopUpInput, type TopUpQuote, topUp } from './top-up.ts';
