import type { Database, Executor, WebhookSecretTable } from '@aigateway/database';
import type { Selectable } from 'kysely';
import { writeAudit } from '../audit-log.ts';
import type { DataKeys } from '../own-keys/data-keys.ts';
import type { System } from '../system.ts';
import { SECRET_PREFIX } from './sign.ts';

/** A former secret signs for this long after it was rotated. */
const OVERLAP_MS = 24 * 60 * 60 * 1000;
const SECRET_BYTES = 32;

/** A secret, and how long the former one is still used. */
export interface CurrentSecret {
  readonly secret: string;
  readonly createdAtMs: number;
  readonly previousUntilMs: number | null;
}

/** What webhooks of organisations are signed with; sealed in the database. */
export interface WebhookSecrets {
  /** The present secret; made at the first look. */
  read(organisationId: string): Promise<CurrentSecret>;
  rotate(organisationId: string, how: { atOnce: boolean; actor: string }): Promise<CurrentSecret>;
  /** Every secret that signs now, the present one first. */
  valid(organisationId: string): Promise<string[]>;
}

/** Secrets over the database. */
export function createWebhookSecrets(
  database: Database,
  system: System,
  dataKeys: DataKeys,
): WebhookSecrets {
  const rows = (organisationId: string) => readRows(database, organisationId, BigInt(system.now()));
  const make = async (organisationId: string) => {
    const id = system.newId('webhookSecret');
    const bytes = Buffer.from(system.randomBytes(SECRET_BYTES));
    const secret = `${SECRET_PREFIX}${bytes.toString('base64')}`;
    return {
      id,
      organisation_id: organisationId,
      sealed: await dataKeys.seal(organisationId, id, secret),
      valid_until_ms: null,
      created_at_ms: BigInt(system.now()),
    };
  };
  const ensure = async (organisationId: string) => {
    const known = await rows(organisationId);
    if (known.some((row) => row.valid_until_ms === null)) return known;
    const row = await make(organisationId);
    // A twin may have been first: what is stored counts.
    await database.transaction((executor) =>
      executor
        .insertInto('webhook_secret')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
    return rows(organisationId);
  };
  const read = async (organisationId: string): Promise<CurrentSecret> => {
    const known = await ensure(organisationId);
    const present = known.find((row) => row.valid_until_ms === null);
    if (!present) throw new Error('the secret could not be stored');
    const former = known.find((row) => row.valid_until_ms !== null);
    return {
      secret: await dataKeys.unseal(organisationId, present.id, present.sealed),
      createdAtMs: Number(present.created_at_ms),
      previousUntilMs: former ? Number(former.valid_until_ms) : null,
    };
  };
  return {
    read,
    async rotate(organisationId, { atOnce, actor }) {
      const row = await make(organisationId);
      const until = BigInt(system.now() + (atOnce ? 0 : OVERLAP_MS));
      await database.transaction((executor) => replace(executor, system, { row, until, actor }));
      return read(organisationId);
    },
    async valid(organisationId) {
      const known = await ensure(organisationId);
      const present = known.filter((row) => row.valid_until_ms === null);
      const former = known.filter((row) => row.valid_until_ms !== null);
      return Promise.all(
        [...present, ...former].map((row) => dataKeys.unseal(organisationId, row.id, row.sealed)),
      );
    },
  };
}

type SecretRow = Selectable<WebhookSecretTable>;

/** What signs now, the newest first. */
function readRows(database: Database, organisationId: string, nowMs: bigint) {
  return database.kysely
    .selectFrom('webhook_secret')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where(({ or, eb }) => or([eb('valid_until_ms', 'is', null), eb('valid_until_ms', '>', nowMs)]))
    .orderBy('created_at_ms', 'desc')
    .execute();
}

interface Replacement {
  readonly row: SecretRow;
  /** When the former secrets sign no more. */
  readonly until: bigint;
  readonly actor: string;
}

async function replace(
  executor: Executor,
  system: System,
  { row, until, actor }: Replacement,
): Promise<void> {
  const { id: subject, organisation_id: organisationId } = row;
  await executor
    .updateTable('webhook_secret')
    .set({ valid_until_ms: until })
    .where('organisation_id', '=', organisationId)
    .where(({ or, eb }) => or([eb('valid_until_ms', 'is', null), eb('valid_until_ms', '>', until)]))
    .execute();
  await executor.insertInto('webhook_secret').values(row).execute();
  const action = 'webhook_secret.rotated';
  await writeAudit(executor, system, { organisationId, actor, action, subject });
}
