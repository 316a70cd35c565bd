import type { RankedModel, Ranking, RankingServices, RankingWindow } from '@aigateway/console';
import { formatCents, microUsd } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { type SqlBool, sql } from 'kysely';
import type { System } from '../system.ts';

const HOUR_MS = 3_600_000;

/** How long a window is, in how many steps its trend is drawn, and how long an answer is kept. */
const WINDOWS: Readonly<Record<RankingWindow, { ms: number; steps: number; keptMs: number }>> = {
  '24h': { ms: 24 * HOUR_MS, steps: 24, keptMs: 60_000 },
  '7d': { ms: 7 * 24 * HOUR_MS, steps: 28, keptMs: 300_000 },
  '30d': { ms: 30 * 24 * HOUR_MS, steps: 30, keptMs: 300_000 },
};

/**
 * What this installation is used for, by model: sums over everybody, so no row tells whose they
 * are. Calls that delivered nothing are not counted.
 */
export function createRankings(
  database: Database,
  system: System,
  access: RankingServices['access'],
): RankingServices {
  const kept = new Map<RankingWindow, { until: number; ranking: Promise<Ranking> }>();
  return {
    access,
    read(window) {
      const nowMs = system.now();
      const known = kept.get(window);
      if (known && known.until > nowMs) return known.ranking;
      const ranking = readRanking(database, window, nowMs);
      kept.set(window, { until: nowMs + WINDOWS[window].keptMs, ranking });
      ranking.catch(() => kept.delete(window));
      return ranking;
    },
  };
}

async function readRanking(
  database: Database,
  window: RankingWindow,
  nowMs: number,
): Promise<Ranking> {
  const { ms, steps } = WINDOWS[window];
  const fromMs = nowMs - ms;
  const delivered = database.kysely
    .selectFrom('generation')
    // As the index of generations by time has it: it is read alone.
    .where(sql<SqlBool>`images_delivered > 0`)
    .where('created_at_ms', '>', BigInt(fromMs))
    .where('created_at_ms', '<=', BigInt(nowMs));
  const people = sql<bigint>`count(distinct organisation_id)`.as('people');
  const stepMs = BigInt(ms / steps);
  const step = sql<bigint>`(created_at_ms - ${BigInt(fromMs)} - 1) / ${stepMs}`;
  const [models, trends, everybody] = await Promise.all([
    delivered
      .select(['model', ...SUMS, people])
      .groupBy('model')
      .execute(),
    delivered
      .select(['model', step.as('step'), SUMS[0]])
      .groupBy(['model', 'step'])
      .execute(),
    delivered.select(people).executeTakeFirst(),
  ]);
  const rows = models.map((row): RankedModel => {
    const trend = Array.from({ length: steps }, () => 0);
    for (const one of trends) {
      if (one.model === row.model) trend[Number(one.step)] = Number(one.pictures);
    }
    return { model: row.model, ...readSums(row), people: Number(row.people), trend };
  });
  return { rows, people: Number(everybody?.people ?? 0n), asOfMs: nowMs };
}

const SUMS = [
  sql<bigint>`cast(sum(images_delivered) as bigint)`.as('pictures'),
  sql<bigint>`count(*)`.as('requests'),
  sql<bigint>`cast(sum(cost_micro_usd) as bigint)`.as('spend'),
] as const;

function readSums(row: { pictures: bigint; requests: bigint; spend: bigint }) {
  return {
    pictures: Number(row.pictures),
    requests: Number(row.requests),
    spendCents: formatCents(microUsd(row.spend)),
  };
}
