import {
  ApiError,
  type ListPage,
  toCents,
  type UsageGroup,
  type UsageList,
  type UsageRecord,
} from '@aigateway/contract';
import type { GenerationState, GenerationTable } from '@aigateway/database';
import { type Selectable, sql } from 'kysely';
import { PLAYGROUND_MAKER } from '../auth/key-rows.ts';
import type { UsageDesk, UsageQuestion } from '../control-plane.ts';
import type { Principal } from '../principal.ts';
import { isAfter, limitOf, MOST_ROWS, offsetOf, startOf, toPage, writeCursor } from './page.ts';
import { type ControlParts, toSeconds } from './parts.ts';

const DAY_MS = 86_400_000;

/** What each group is in the table of generations; absent values are one group of their own. */
const COLUMNS = {
  day: sql<string>`cast(created_at_ms / 86400000 as text)`,
  model: sql<string>`model`,
  tag: sql<string>`coalesce(tag, '')`,
  key: sql<string>`case
    when key_id in (select id from api_key where created_by = ${sql.lit(PLAYGROUND_MAKER)})
    then ${sql.lit(PLAYGROUND_MAKER)} else coalesce(key_id, '') end`,
  sub_account: sql<string>`coalesce(sub_account_id, '')`,
} as const satisfies Record<UsageGroup, unknown>;

/** Days are numbers as text until they are shown; they sort alike until the year 2243. */
const SHOW = {
  day: (text: string) => new Date(Number(text) * DAY_MS).toISOString().slice(0, 10),
  model: (text: string) => text,
  tag: orNull,
  key: orNull,
  sub_account: orNull,
} as const;

/** The desk for usage. */
export function createUsageDesk(parts: ControlParts): UsageDesk {
  return {
    readUsage: (by, question) => readUsage(parts, by, question),
    async listRecent(by, page) {
      const limit = limitOf(page);
      const rows = await ownGenerations(parts, by)
        .selectAll()
        .where(isAfter(startOf(page)))
        .orderBy('created_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      const operator = parts.isOperator(by.organisationId);
      return whole(
        page,
        toPage(rows, limit, {
          item: (row) => toRecord(row, operator),
          cursor: (row) => writeCursor([Number(row.created_at_ms), row.id]),
        }),
      );
    },
  };
}

async function readUsage(
  parts: ControlParts,
  by: Principal,
  question: UsageQuestion,
): Promise<UsageList> {
  const { groups, page, fromMs, toMs } = question;
  const [limit, offset] = [limitOf(page), offsetOf(page)];
  let query = ownGenerations(parts, by)
    .select(groups.map((group) => COLUMNS[group].as(`by_${group}`)))
    .select([
      sql<bigint>`count(*)`.as('requests'),
      sum(sql`images_delivered`).as('images'),
      sum(sql`cost_micro_usd`).as('cost'),
      sum(sql`list_price_micro_usd * images_delivered`).as('list'),
      sum(sql`upstream_micro_usd`).as('upstream'),
      sum(sql`own_key`).as('own'),
    ])
    .where('created_at_ms', '>=', BigInt(fromMs))
    .where('created_at_ms', '<', BigInt(toMs))
    .groupBy(groups.map((group) => COLUMNS[group]))
    .limit(limit + 1)
    .offset(offset);
  for (const group of groups) query = query.orderBy(COLUMNS[group]);
  const { subAccountId } = question;
  if (subAccountId !== undefined) query = query.where('sub_account_id', '=', subAccountId);
  const rows = await query.execute();
  const operator = parts.isOperator(by.organisationId);
  const list = toPage(rows, limit, {
    item: (row) => ({
      ...showGroups(groups, row as unknown as Record<string, string>),
      requests: Number(row.requests),
      images: Number(row.images),
      cost_cents: toCents(row.cost),
      list_cents: toCents(row.list),
      ...(operator && { upstream_cents: toCents(row.upstream) }),
      own_key_requests: Number(row.own),
    }),
    cursor: () => writeCursor([offset + limit]),
  });
  const { data, ...rest } = whole(page, list);
  return { ...rest, data: [...data], from: Math.floor(fromMs / 1000), to: Math.ceil(toMs / 1000) };
}

/** An export has all rows or says that it cannot. */
function whole<Item>(page: UsageQuestion['page'], list: ListPage<Item>): ListPage<Item> {
  if (page !== 'all' || !list.has_more) return list;
  throw new ApiError(
    'invalid_value',
    `from: there are more than ${MOST_ROWS} rows. Ask for a shorter time.`,
    { param: 'from' },
  );
}

/** The requests that a caller may see: of the organisation, or of its own sub-account only. */
export function ownGenerations({ database }: ControlParts, by: Principal) {
  const rows = database.kysely
    .selectFrom('generation')
    .where('organisation_id', '=', by.organisationId);
  return by.subAccount ? rows.where('sub_account_id', '=', by.subAccount.id) : rows;
}

function sum(column: ReturnType<typeof sql>) {
  return sql<bigint>`cast(coalesce(sum(${column}), 0) as bigint)`;
}

function showGroups(groups: readonly UsageGroup[], row: Record<string, string>) {
  return Object.fromEntries(groups.map((group) => [group, SHOW[group](row[`by_${group}`] ?? '')]));
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** A generation as callers see it; what makers took only for the operator. */
export function toRecord(row: Selectable<GenerationTable>, operator: boolean): UsageRecord {
  const upstream = row.upstream_micro_usd;
  return {
    request_id: row.request_id,
    model: row.model,
    provider: row.provider,
    status: statusOf(row.state),
    error_code: row.error_code,
    attempts: Number(row.attempts),
    images: Number(row.images_delivered),
    latency_ms: row.latency_ms === null ? null : Number(row.latency_ms),
    cost_cents: toCents(row.cost_micro_usd),
    list_cents: toCents(row.list_price_micro_usd * row.images_delivered),
    ...(operator && { upstream_cents: upstream === null ? null : toCents(upstream) }),
    tag: row.tag,
    key_id: row.key_id,
    sub_account_id: row.sub_account_id,
    own_key: row.own_key === 1n,
    created_at: toSeconds(row.created_at_ms),
  };
}

function statusOf(state: GenerationState): UsageRecord['status'] {
  if (state === 'captured') return 'completed';
  return state === 'released' || state === 'expired' ? 'failed' : 'running';
}
