import { type MicroUsd, microUsd } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { sql } from 'kysely';

/** What a model brought in over a time, for the operator. */
export interface ModelMargin {
  readonly model: string;
  readonly images: number;
  /** Pictures of requests whose upstream cost is not known: they are in no other number here. */
  readonly imagesOfUnknownCost: number;
  /** List price of the delivered pictures. */
  readonly listMicroUsd: MicroUsd;
  readonly upstreamMicroUsd: MicroUsd;
  /** List price minus upstream cost. */
  readonly marginMicroUsd: MicroUsd;
  /** True where makers took more than callers paid. */
  readonly negative: boolean;
}

/** Margins by model between two moments (unix ms), the worst first. Own keys are left out. */
export async function readMargins(
  database: Database,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<ModelMargin[]> {
  const known = sql`upstream_micro_usd is not null`;
  const list = sql`list_price_micro_usd * images_delivered`;
  const rows = await database.kysely
    .selectFrom('generation')
    .select([
      'model',
      sum(sql`case when ${known} then images_delivered else 0 end`).as('images'),
      sum(sql`case when ${known} then 0 else images_delivered end`).as('unknown'),
      sum(sql`case when ${known} then ${list} else 0 end`).as('list'),
      sum(sql`upstream_micro_usd`).as('upstream'),
    ])
    .where('own_key', '=', 0n)
    .where('created_at_ms', '>=', BigInt(fromMs))
    .where('created_at_ms', '<', BigInt(toMs))
    .groupBy('model')
    .execute();
  return rows
    .map((row) => ({
      model: row.model,
      images: Number(row.images),
      imagesOfUnknownCost: Number(row.unknown),
      listMicroUsd: microUsd(row.list),
      upstreamMicroUsd: microUsd(row.upstream),
      marginMicroUsd: microUsd(row.list - row.upstream),
      negative: row.list < row.upstream,
    }))
    .sort((left, right) => Number(left.marginMicroUsd - right.marginMicroUsd));
}

function sum(value: ReturnType<typeof sql>) {
  return sql<bigint>`cast(coalesce(sum(${value}), 0) as bigint)`;
}
