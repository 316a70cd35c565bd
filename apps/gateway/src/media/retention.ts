import type { Database } from '@aigateway/database';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A change is followed within this time. */
const REMEMBER_MS = 10_000;
const MOST_REMEMBERED = 10_000;

/** How long an organisation's pictures are kept, in milliseconds: its days, or the setting's. */
export type Retention = (organisationId: string) => Promise<number>;

/** A retention over the store, remembered for seconds. */
export function createRetention(
  database: Database,
  { defaultDays, now }: { readonly defaultDays: number; readonly now: () => number },
): Retention {
  const remembered = new Map<string, { readonly ms: number; readonly untilMs: number }>();
  return async (organisationId) => {
    const known = remembered.get(organisationId);
    if (known && known.untilMs > now()) return known.ms;
    const row = await database.kysely
      .selectFrom('organisation')
      .select('image_retention_days')
      .where('id', '=', organisationId)
      .executeTakeFirst();
    const ms = Number(row?.image_retention_days ?? defaultDays) * DAY_MS;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(organisationId, { ms, untilMs: now() + REMEMBER_MS });
    return ms;
  };
}
