import type { Database } from '@aigateway/database';
import { type AuditFinding, auditLedger } from '@aigateway/ledger';
import { sql } from 'kysely';

const PICTURES_A_PAGE = 500;

/** What is broken: `check` names the promise, `subject` the id it is about. */
export interface BooksFinding {
  readonly check:
    | AuditFinding['check']
    | 'usage_differs_from_captures'
    | 'captured_without_hold'
    | 'picture_file_missing';
  readonly subject: string;
}

/** What an audit looks at. */
export interface AuditParts {
  readonly database: Database;
  /** Whether the bytes of this SHA-256 are kept. */
  readonly hasBytes: (sha256: string) => Promise<boolean>;
  /** Unix ms. */
  readonly nowMs: number;
}

/**
 * The promises of a whole installation: the ledger's own, that usage sums to what the wallets
 * paid, and that every paid picture can be read. An empty list is a sound one; safe while the
 * server runs.
 */
export async function auditBooks(parts: AuditParts): Promise<BooksFinding[]> {
  const { database, nowMs } = parts;
  return [
    ...(await auditLedger(database.kysely, { atMs: BigInt(nowMs) })),
    ...(await differingUsage(database)),
    ...(await paidWithoutHold(database)),
    ...(await missingPictures(parts)),
  ];
}

/** One statement a store, so that both sums are of one moment. */
async function differingUsage(database: Database): Promise<BooksFinding[]> {
  const { rows } = await sql<{ subject: string }>`
    select account.organisation_id as subject from account
    where account.kind = 'wallet' and (
      select coalesce(sum(cost_micro_usd), 0) from generation
      where generation.organisation_id = account.organisation_id and hold_id is not null
    ) <> (
      select coalesce(-sum(entry.amount_micro_usd), 0) from entry
      join ledger_transaction on ledger_transaction.id = entry.transaction_id
      where entry.account_id = account.id and ledger_transaction.kind = 'capture'
    )`.execute(database.kysely);
  return rows.map(({ subject }) => ({ check: 'usage_differs_from_captures', subject }));
}

async function paidWithoutHold(database: Database): Promise<BooksFinding[]> {
  const rows = await database.kysely
    .selectFrom('generation')
    .select('id')
    .where('hold_id', 'is', null)
    .where('cost_micro_usd', '<>', 0n)
    .execute();
  return rows.map(({ id }) => ({ check: 'captured_without_hold', subject: id }));
}

async function missingPictures({ database, hasBytes, nowMs }: AuditParts) {
  const findings: BooksFinding[] = [];
  for (let last = ''; ; ) {
    const rows = await database.kysely
      .selectFrom('image')
      .select(['id', 'sha256'])
      .where('id', '>', last)
      .where((is) =>
        is.or([is('expires_at_ms', 'is', null), is('expires_at_ms', '>', BigInt(nowMs))]),
      )
      .orderBy('id')
      .limit(PICTURES_A_PAGE)
      .execute();
    for (const { id, sha256 } of rows) {
      if (!(await hasBytes(sha256))) findings.push({ check: 'picture_file_missing', subject: id });
    }
    const end = rows.at(-1);
    if (!end) return findings;
    last = end.id;
  }
}
