import { type MicroUsd, microUsd } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import type { HoldBudget } from '@aigateway/ledger';
import { monthOf, usageIds } from '../budget-month.ts';
import type { Principal } from '../principal.ts';
import { remember } from '../remember.ts';
import type { System } from '../system.ts';

/** How long the budgets of an organisation are believed; a change elsewhere counts after it. */
const TTL_MS = 2_000;
const MOST_ORGANISATIONS = 10_000;

/** A cap that a call counts against, and what people call it. */
export interface CallBudget extends HoldBudget {
  readonly scope: 'key' | 'sub_account' | 'tag';
  /** Id of the key or sub-account, or the tag itself. */
  readonly subject: string;
  readonly month: string;
}

/** The caps that a call must stay within, from memory. */
export interface BudgetBook {
  /** Of the key, its sub-account and the tag, in the months of their time zones. */
  budgetsOf(principal: Principal, tag: string | null): Promise<CallBudget[]>;
  /** The budgets of an organisation changed: read them again. */
  forget(organisationId: string): void;
}

interface TagBudget {
  readonly id: string;
  readonly capMicroUsd: MicroUsd;
  readonly timeZone: string;
}

type TagBudgets = ReadonlyMap<string, TagBudget>;

/** A book over the database, bounded, at most two seconds old. */
export function createBudgetBook(database: Database, system: System): BudgetBook {
  const memory = new Map<string, { readonly readAtMs: number; readonly budgets: TagBudgets }>();
  let changes = 0;
  async function tagBudgets(organisationId: string): Promise<TagBudgets> {
    const nowMs = system.now();
    const known = memory.get(organisationId);
    if (known && nowMs - known.readAtMs < TTL_MS && nowMs >= known.readAtMs) return known.budgets;
    const before = changes;
    const budgets = await readTagBudgets(database, organisationId);
    if (before === changes) {
      remember(memory, [organisationId, { readAtMs: nowMs, budgets }], MOST_ORGANISATIONS);
    }
    return budgets;
  }
  return {
    async budgetsOf(principal, tag) {
      const own = principalBudgets(principal, system.now());
      if (tag === null) return own;
      const budget = (await tagBudgets(principal.organisationId)).get(tag);
      if (!budget) return own;
      const month = monthOf(system.now(), budget.timeZone);
      const id = usageIds.tag(budget.id, month);
      return [...own, { id, capMicroUsd: budget.capMicroUsd, scope: 'tag', subject: tag, month }];
    },
    forget(organisationId) {
      changes += 1;
      memory.delete(organisationId);
    },
  };
}

/** The caps that a caller brings along: of its key and its sub-account, this month. */
export function principalBudgets(principal: Principal, nowMs: number): CallBudget[] {
  const { keyId, spendCapMicroUsd: keyCap, subAccount } = principal;
  const budgets: CallBudget[] = [];
  if (keyCap === null && !subAccount) return budgets;
  const month = monthOf(nowMs);
  if (keyCap !== null) {
    const id = usageIds.key(keyId, month);
    budgets.push({ id, capMicroUsd: keyCap, scope: 'key', subject: keyId, month });
  }
  const subCap = subAccount?.spendCapMicroUsd ?? null;
  if (subAccount && subCap !== null) {
    const id = usageIds.subAccount(subAccount.id, month);
    const subject = subAccount.id;
    budgets.push({ id, capMicroUsd: subCap, scope: 'sub_account', subject, month });
  }
  return budgets;
}

async function readTagBudgets(database: Database, organisationId: string): Promise<TagBudgets> {
  const rows = await database.kysely
    .selectFrom('budget')
    .select(['id', 'tag', 'monthly_cap_micro_usd', 'time_zone'])
    .where('organisation_id', '=', organisationId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.tag,
      {
        id: row.id,
        capMicroUsd: microUsd(row.monthly_cap_micro_usd),
        timeZone: row.time_zone,
      },
    ]),
  );
}
