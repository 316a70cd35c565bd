import { defineStatement, type Executor, type SqlValue } from '@aigateway/database';
import { budgetIdsOf } from './hold.ts';

/** One promise of the books that a database does not keep; `subject` is the id it is about. */
export interface AuditFinding {
  readonly check: AuditCheck;
  readonly subject: string;
}

/** What is checked. */
export type AuditCheck =
  | 'entries_do_not_sum_to_zero'
  | 'transaction_not_balanced'
  | 'transaction_without_entries'
  | 'posted_differs_from_entries'
  | 'held_differs_from_open_holds'
  | 'wallet_overdrawn'
  | 'debt_overpaid'
  | 'hold_past_expiry'
  | 'capture_differs_from_hold'
  | 'generation_differs_from_hold'
  | 'budget_differs_from_holds';

interface Row {
  subject: string;
}

/** Each gives the ids that break a promise; `$1` where present is the time in unix ms. */
const checks: readonly [AuditCheck, ReturnType<typeof defineStatement<Row>>, boolean][] = [
  [
    'entries_do_not_sum_to_zero',
    defineStatement(
      `select 'entry' as subject
       from (select coalesce(sum(amount_micro_usd), 0) as total from entry) totals
       where total <> 0`,
    ),
    false,
  ],
  [
    'transaction_not_balanced',
    defineStatement(
      `select transaction_id as subject from entry
       group by transaction_id having sum(amount_micro_usd) <> 0`,
    ),
    false,
  ],
  [
    'transaction_without_entries',
    defineStatement(
      `select id as subject from ledger_transaction
       where not exists (select 1 from entry where transaction_id = ledger_transaction.id)`,
    ),
    false,
  ],
  [
    'posted_differs_from_entries',
    defineStatement(
      `select id as subject from account where posted_micro_usd <> coalesce(
         (select sum(amount_micro_usd) from entry where account_id = account.id), 0)`,
    ),
    false,
  ],
  [
    'held_differs_from_open_holds',
    defineStatement(
      `select id as subject from account where held_micro_usd <> coalesce(
         (select sum(amount_micro_usd) from hold
          where account_id = account.id and state = 'held'), 0)`,
    ),
    false,
  ],
  [
    'wallet_overdrawn',
    defineStatement(
      `select id as subject from account
       where kind = 'wallet' and posted_micro_usd - held_micro_usd < 0`,
    ),
    false,
  ],
  [
    'debt_overpaid',
    defineStatement(
      `select id as subject from account where kind = 'debt' and posted_micro_usd > 0`,
    ),
    false,
  ],
  [
    'hold_past_expiry',
    defineStatement(`select id as subject from hold where state = 'held' and expires_at_ms <= $1`),
    true,
  ],
  [
    'capture_differs_from_hold',
    defineStatement(
      `select coalesce(hold.id, posted.id) as subject
       from (select * from hold where state = 'captured') hold
       full join (
         select ledger_transaction.id, reference, -entry.amount_micro_usd as amount
         from ledger_transaction
         join entry on entry.transaction_id = ledger_transaction.id
         join account on account.id = entry.account_id and account.kind = 'wallet'
         where ledger_transaction.kind = 'capture'
       ) posted on posted.reference = hold.id and posted.id = hold.resolution_id
       where hold.id is null or posted.id is null
         or hold.captured_micro_usd <> posted.amount`,
    ),
    false,
  ],
  [
    'generation_differs_from_hold',
    defineStatement(
      `select generation.id as subject from generation
       left join hold on hold.id = generation.hold_id
       where generation.hold_id is not null and (
         hold.id is null
         or (generation.state in ('captured', 'released', 'expired')
           and generation.state <> hold.state)
         or (generation.state = 'captured'
           and generation.cost_micro_usd <> hold.captured_micro_usd))`,
    ),
    false,
  ],
];

/**
 * Checks every promise of the books over a whole database and lists what is broken; an empty list
 * is a sound one. `atMs` is now in unix ms. Reads only, and each check sees one moment of the
 * database, so it is right for one that is in use.
 */
export async function auditLedger(
  executor: Executor,
  input: { readonly atMs: bigint },
): Promise<AuditFinding[]> {
  const findings: AuditFinding[] = [];
  for (const [check, statement, wantsTime] of checks) {
    const parameters: SqlValue[] = wantsTime ? [input.atMs] : [];
    const rows = await statement.run(executor, parameters);
    findings.push(...rows.map(({ subject }) => ({ check, subject })));
  }
  const budgets = await wrongBudgets(executor);
  findings.push(
    ...budgets.map((subject) => ({ check: 'budget_differs_from_holds' as const, subject })),
  );
  return findings;
}

interface BudgetSum {
  budget_ids: string | null;
  id: string | null;
  held: bigint;
  spent: bigint;
}

/** What the holds say of their budgets and, with the opposite sign, what the budgets say. */
const budgetSums = defineStatement<BudgetSum>(
  `select budget_ids, null as id,
     cast(sum(case when state = 'held' then amount_micro_usd else 0 end) as bigint) as held,
     cast(sum(captured_micro_usd) as bigint) as spent
   from hold where budget_ids is not null group by budget_ids
   union all
   select null, id, -held_micro_usd, -spent_micro_usd from budget_usage`,
);

async function wrongBudgets(executor: Executor): Promise<string[]> {
  const rest = new Map<string, { held: bigint; spent: bigint }>();
  for (const row of await budgetSums.run(executor, [])) {
    const ids = row.id === null ? budgetIdsOf(row.budget_ids) : [row.id];
    for (const id of ids) {
      const sum = rest.get(id) ?? { held: 0n, spent: 0n };
      rest.set(id, { held: sum.held + row.held, spent: sum.spent + row.spent });
    }
  }
  return [...rest].filter(([, sum]) => sum.held !== 0n || sum.spent !== 0n).map(([id]) => id);
}
