import { ApiError, type Budget, fromCents, toCents } from '@aigateway/contract';
import { type BudgetTable, isUniqueViolation } from '@aigateway/database';
import { readBudgetUsage } from '@aigateway/ledger';
import type { Selectable } from 'kysely';
import { type AuditAction, writeAudit } from '../audit-log.ts';
import { monthOf, usageIds } from '../budget-month.ts';
import type { BudgetDesk } from '../control-plane.ts';
import { actorOf, type Principal } from '../principal.ts';
import { isAfter, limitOf, startOf, toPage, writeCursor } from './page.ts';
import { type ControlParts, toSeconds } from './parts.ts';
import { requireUncapped } from './rules.ts';

type BudgetRow = Selectable<BudgetTable>;

/** The desk for budgets of tags. */
export function createBudgetDesk(parts: ControlParts): BudgetDesk {
  return {
    async createBudget(by, body) {
      requireUncapped(by);
      const row: BudgetRow = {
        id: parts.system.newId('budget'),
        organisation_id: by.organisationId,
        tag: body.tag,
        monthly_cap_micro_usd: fromCents(body.monthly_cap_cents),
        time_zone: body.time_zone ?? 'UTC',
        created_at_ms: BigInt(parts.system.now()),
      };
      await insert(parts, by, row);
      parts.forgetBudgets(by.organisationId);
      return toWireBudget(parts, row);
    },
    async listBudgets(by, page) {
      const limit = limitOf(page);
      const rows = await ownBudgets(parts, by)
        .where(isAfter(startOf(page)))
        .orderBy('created_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      const list = toPage(rows, limit, {
        item: (row) => row,
        cursor: (row) => writeCursor([Number(row.created_at_ms), row.id]),
      });
      return { ...list, data: await Promise.all(list.data.map((row) => toWireBudget(parts, row))) };
    },
    async getBudget(by, id) {
      const row = await ownBudgets(parts, by).where('id', '=', id).executeTakeFirst();
      if (!row) throw notFound();
      return toWireBudget(parts, row);
    },
    async updateBudget(by, id, change) {
      requireUncapped(by);
      const cap = fromCents(change.monthly_cap_cents);
      const row = await parts.database.transaction(async (executor) => {
        const changed = await executor
          .updateTable('budget')
          .set({ monthly_cap_micro_usd: cap })
          .where('id', '=', id)
          .where('organisation_id', '=', by.organisationId)
          .returningAll()
          .executeTakeFirst();
        if (changed) await writeAudit(executor, parts.system, deed(by, 'budget.changed', changed));
        return changed;
      });
      if (!row) throw notFound();
      parts.forgetBudgets(by.organisationId);
      return toWireBudget(parts, row);
    },
    async deleteBudget(by, id) {
      requireUncapped(by);
      await remove(parts, by, id);
      parts.forgetBudgets(by.organisationId);
      return { id, object: 'budget', deleted: true };
    },
  };
}

async function insert(parts: ControlParts, by: Principal, row: BudgetRow): Promise<void> {
  try {
    await parts.database.transaction(async (executor) => {
      await executor.insertInto('budget').values(row).execute();
      await writeAudit(executor, parts.system, deed(by, 'budget.created', row));
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ApiError(
      'invalid_value',
      `tag: there is a budget for ${JSON.stringify(row.tag)}. Change it with PATCH.`,
      { param: 'tag' },
    );
  }
}

async function remove(parts: ControlParts, by: Principal, id: string): Promise<void> {
  const row = await parts.database.transaction(async (executor) => {
    const deleted = await executor
      .deleteFrom('budget')
      .where('id', '=', id)
      .where('organisation_id', '=', by.organisationId)
      .returningAll()
      .executeTakeFirst();
    if (deleted) await writeAudit(executor, parts.system, deed(by, 'budget.deleted', deleted));
    return deleted;
  });
  if (!row) throw notFound();
}

/** Budgets are of the whole organisation: a key of a sub-account sees none. */
function ownBudgets({ database }: ControlParts, by: Principal) {
  const rows = database.kysely
    .selectFrom('budget')
    .selectAll()
    .where('organisation_id', '=', by.organisationId);
  return by.subAccount ? rows.where('id', 'is', null) : rows;
}

async function toWireBudget(parts: ControlParts, row: BudgetRow): Promise<Budget> {
  const period = monthOf(parts.system.now(), row.time_zone);
  const usageId = usageIds.tag(row.id, period);
  const used = await readBudgetUsage(parts.database.kysely, usageId);
  return {
    id: row.id,
    object: 'budget',
    tag: row.tag,
    monthly_cap_cents: toCents(row.monthly_cap_micro_usd),
    time_zone: row.time_zone,
    period,
    spent_cents: toCents(used.spentMicroUsd),
    held_cents: toCents(used.heldMicroUsd),
    created_at: toSeconds(row.created_at_ms),
  };
}

function notFound(): ApiError {
  return new ApiError('budget_not_found', 'There is no such budget. GET /v1/budgets lists yours.');
}

function deed(by: Principal, action: AuditAction, row: BudgetRow) {
  const { organisationId } = by;
  const detail = { tag: row.tag, monthly_cap_micro_usd: row.monthly_cap_micro_usd };
  return { organisationId, actor: actorOf(by), action, subject: row.id, detail };
}
