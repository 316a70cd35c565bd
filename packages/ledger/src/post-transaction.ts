import { type MicroUsd, microUsd } from '@aigateway/contract';
import {
  type AccountKind,
  type Database,
  type Executor,
  isUniqueViolation,
} from '@aigateway/database';
import { ACCOUNT_KINDS, accountId } from './account.ts';
import { LedgerError } from './ledger-error.ts';

/** Why money moved. */
export type TransactionKind =
  | 'capture'
  | 'top_up'
  | 'grant'
  | 'refund'
  | 'adjustment'
  | 'reversal'
  | 'restoration'
  | 'debt_payment';

/** One account's part of a transaction: more (+) or less (-) on it. */
export interface Line {
  readonly account: AccountKind;
  readonly amountMicroUsd: MicroUsd;
}

/** A balanced set of lines of one organisation. */
export interface Posting {
  readonly id: string;
  readonly organisationId: string;
  readonly kind: TransactionKind;
  readonly reference: string | null;
  readonly note: string | null;
  readonly fingerprint: string;
  readonly atMs: bigint;
  readonly lines: readonly Line[];
}

/** Written in the same transaction as the posting, once: a replay does not run it. */
export type Also = (executor: Executor) => Promise<void>;

/** What `postOnce` posts, but for its lines. */
export interface Intent extends Omit<Posting, 'lines'> {
  readonly also?: Also | undefined;
}

/** A transaction as it stands in the books; the same for a replay. Time is unix ms. */
export interface PostedTransaction {
  readonly id: string;
  readonly organisationId: string;
  readonly kind: TransactionKind;
  readonly reference: string | null;
  readonly note: string | null;
  readonly createdAtMs: bigint;
  readonly lines: readonly Line[];
}

/**
 * Posts what `prepare` gives, once: a replay of the same id and fingerprint gives what was posted.
 * `prepare` runs in the transaction after the wallet's row is locked, so it may read and decide.
 * Errors: `id_reused`, `unknown_account`, `insufficient_credits`, and those of `prepare`.
 */
export async function postOnce(
  database: Database,
  { also, ...intent }: Intent,
  prepare: (executor: Executor) => Promise<readonly Line[]>,
): Promise<PostedTransaction> {
  const attempt = () =>
    database.transaction(async (executor) => {
      await lockWallet(database, executor, intent.organisationId);
      const earlier = await findPosted(executor, intent);
      if (earlier !== null) return earlier;
      const posted = await post(executor, { ...intent, lines: await prepare(executor) });
      await also?.(executor);
      return posted;
    });
  try {
    return await attempt();
  } catch (error) {
    // Another wallet's transaction with the same id came first: the second attempt says so.
    if (!isUniqueViolation(error)) throw error;
    return attempt();
  }
}

async function lockWallet(
  database: Database,
  executor: Executor,
  organisationId: string,
): Promise<void> {
  const id = accountId('wallet', organisationId);
  const query = executor.selectFrom('account').select('id').where('id', '=', id);
  // SQLite has one writer at a time, and this transaction is it.
  const locked = database.dialect === 'postgres' ? query.forNoKeyUpdate() : query;
  if ((await locked.executeTakeFirst()) === undefined) {
    throw new LedgerError('unknown_account', organisationId);
  }
}

async function post(executor: Executor, posting: Posting): Promise<PostedTransaction> {
  const { fingerprint, atMs, lines: unordered, ...rest } = posting;
  const lines = [...unordered]
    .filter((line) => line.amountMicroUsd !== 0n)
    .sort((left, right) => order(left) - order(right));
  for (const line of lines) await move(executor, posting.organisationId, line);
  await executor
    .insertInto('entry')
    .values(
      lines.map((line) => ({
        transaction_id: posting.id,
        account_id: accountId(line.account, posting.organisationId),
        amount_micro_usd: line.amountMicroUsd,
        created_at_ms: atMs,
      })),
    )
    .execute();
  await executor
    .insertInto('ledger_transaction')
    .values({
      id: posting.id,
      organisation_id: posting.organisationId,
      kind: posting.kind,
      reference: posting.reference,
      fingerprint,
      note: posting.note,
      created_at_ms: atMs,
    })
    .execute();
  return { ...rest, createdAtMs: atMs, lines };
}

function order(line: Line): number {
  return ACCOUNT_KINDS.indexOf(line.account);
}

async function move(executor: Executor, organisationId: string, line: Line): Promise<void> {
  const id = accountId(line.account, organisationId);
  const amount = line.amountMicroUsd;
  let update = executor
    .updateTable('account')
    .set((row) => ({ posted_micro_usd: row('posted_micro_usd', '+', amount) }))
    .where('id', '=', id);
  if (line.account === 'wallet' && amount < 0n) {
    update = update.where((row) =>
      row(row('posted_micro_usd', '-', row.ref('held_micro_usd')), '>=', -amount),
    );
  }
  const result = await update.executeTakeFirst();
  if (result.numUpdatedRows === 1n) return;
  const code = line.account === 'wallet' ? 'insufficient_credits' : 'unknown_account';
  throw new LedgerError(code, id);
}

async function findPosted(
  executor: Executor,
  intent: Omit<Posting, 'lines'>,
): Promise<PostedTransaction | null> {
  const row = await executor
    .selectFrom('ledger_transaction')
    .selectAll()
    .where('id', '=', intent.id)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.kind !== intent.kind || row.fingerprint !== intent.fingerprint) {
    throw new LedgerError('id_reused', intent.id);
  }
  return {
    id: row.id,
    organisationId: row.organisation_id,
    kind: intent.kind,
    reference: row.reference,
    note: row.note,
    createdAtMs: row.created_at_ms,
    lines: await readLines(executor, row.id),
  };
}

/** The lines of a posted transaction, in the order in which they were written. */
export async function readLines(executor: Executor, transactionId: string): Promise<Line[]> {
  const rows = await executor
    .selectFrom('entry')
    .innerJoin('account', 'account.id', 'entry.account_id')
    .select(['account.kind', 'entry.amount_micro_usd'])
    .where('entry.transaction_id', '=', transactionId)
    .orderBy('entry.position')
    .execute();
  return rows.map((row) => ({
    account: row.kind,
    amountMicroUsd: microUsd(row.amount_micro_usd),
  }));
}
