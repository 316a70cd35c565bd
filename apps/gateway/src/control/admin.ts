import {
  type AdminLimits,
  type AdminModel,
  type AdminOrganisation,
  type AdminOrganisationUpdate,
  ApiError,
  toCents,
} from '@aigateway/contract';
import type { Database, Executor } from '@aigateway/database';
import { sql } from 'kysely';
import type { AdminDesk } from '../admin-desk.ts';
import { writeAudit } from '../audit-log.ts';
import { actorOf } from '../principal.ts';
import { requireOperator } from '../require-operator.ts';
import type { System } from '../system.ts';
import { isAfter, limitOf, startOf, toPage, writeCursor } from './page.ts';
import { toSeconds } from './parts.ts';
import { readAuditPage } from './read-audit-page.ts';

const WINDOW_MS = 30n * 86_400_000n;

/** What the desk works with. */
export interface AdminParts {
  readonly database: Database;
  readonly system: System;
  readonly isOperator: (organisationId: string) => boolean;
  readonly listModels: () => AdminModel[];
  readonly limits: AdminLimits;
}

/** The desk of the operator. */
export function createAdminDesk(parts: AdminParts): AdminDesk {
  const { database, system } = parts;
  return {
    async listOrganisations(by, { search, ...page }) {
      requireOperator(parts, by);
      const limit = limitOf(page);
      let rows = organisations(database.kysely, system.now())
        .where(isAfter(startOf(page)))
        .orderBy('created_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (search !== undefined) {
        rows = rows.where((is) =>
          is.or([is('id', '=', search), is(sql`lower(name)`, 'like', toPattern(search))]),
        );
      }
      return toPage(await rows.execute(), limit, {
        item: toWire,
        cursor: (row) => writeCursor([Number(row.created_at_ms), row.id]),
      });
    },
    changeOrganisation(by, id, change) {
      requireOperator(parts, by);
      return database.transaction(async (executor) => {
        await changeRow(executor, id, change);
        await writeAudit(executor, system, {
          organisationId: id,
          actor: actorOf(by),
          action: 'organisation.changed',
          subject: id,
          detail: change,
        });
        const row = organisations(executor, system.now()).where('id', '=', id);
        return toWire(await row.executeTakeFirstOrThrow());
      });
    },
    readAudit(by, { organisation_id: organisationId, ...page }) {
      requireOperator(parts, by);
      return readAuditPage(database, organisationId ?? null, page);
    },
    listModels(by) {
      requireOperator(parts, by);
      return { object: 'list', data: parts.listModels() };
    },
    readLimits(by) {
      requireOperator(parts, by);
      return parts.limits;
    },
  };
}

/** Every organisation with its people, its wallet and what it used in the last 30 days. */
function organisations(executor: Executor, nowMs: number) {
  const since = BigInt(nowMs) - WINDOW_MS;
  const wallet = (column: 'posted_micro_usd' | 'held_micro_usd') =>
    sql<bigint>`coalesce((select ${sql.ref(column)} from account
      where account.organisation_id = organisation.id and kind = 'wallet'), 0)`;
  const used = (column: 'images_delivered' | 'cost_micro_usd') =>
    sql<bigint>`cast(coalesce((select sum(${sql.ref(column)}) from generation
      where generation.organisation_id = organisation.id
      and generation.created_at_ms > ${since}), 0) as bigint)`;
  return executor
    .selectFrom('organisation')
    .selectAll()
    .select([
      sql<bigint>`(select count(*) from member
        where member.organisation_id = organisation.id)`.as('members'),
      wallet('posted_micro_usd').as('posted'),
      wallet('held_micro_usd').as('held'),
      used('images_delivered').as('images'),
      used('cost_micro_usd').as('cost'),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof organisations>['execute']>>[number];

function toWire(row: Row): AdminOrganisation {
  return {
    id: row.id,
    object: 'admin.organisation',
    name: row.name,
    members: Number(row.members),
    available_cents: toCents(row.posted - row.held),
    held_cents: toCents(row.held),
    images: Number(row.images),
    cost_cents: toCents(row.cost),
    rate_limit_rpm: toNumber(row.rate_limit_rpm),
    image_retention_days: toNumber(row.image_retention_days),
    created_at: toSeconds(row.created_at_ms),
  };
}

function toNumber(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}

/** What is searched for stays text: its wildcards are letters. */
function toPattern(search: string): string {
  return `%${search.toLowerCase().replace(/[%_]/g, '')}%`;
}

async function changeRow(
  executor: Executor,
  id: string,
  { rate_limit_rpm: rpm, image_retention_days: days }: AdminOrganisationUpdate,
): Promise<void> {
  const toColumn = (value: number | null) => (value === null ? null : BigInt(value));
  const changed = await executor
    .updateTable('organisation')
    // An empty change still answers with the row.
    .set((is) => ({
      name: is.ref('name'),
      ...(rpm !== undefined && { rate_limit_rpm: toColumn(rpm) }),
      ...(days !== undefined && { image_retention_days: toColumn(days) }),
    }))
    .where('id', '=', id)
    .executeTakeFirst();
  if (changed.numUpdatedRows > 0n) return;
  throw new ApiError('organisation_not_found', 'There is no such organisation.');
}
