import { ApiError } from '@aigateway/contract';
import type { Database, Executor, ProviderKeyTable } from '@aigateway/database';
import { type AuditAction, type AuditDeed, writeAudit } from '../audit-log.ts';
import type { OwnKey } from '../own-key.ts';
import type { System } from '../system.ts';
import type { DataKeys } from './data-keys.ts';

/** A server that did not change a key itself follows within this time. */
const CACHE_MS = 2_000;
const MOST_CACHED = 10_000;

/** A stored own key as people may see it. */
export interface OwnKeyRecord {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly last4: string;
  readonly baseUrl: string | null;
  readonly createdAtMs: number;
  readonly testedAtMs: number | null;
}

/** Whose keys, and who changes them: for the audit log. */
export interface OwnKeyOwner {
  readonly organisationId: string;
  /** As in the audit log: `key:key_…`, `person:usr_…`, `command-line`. */
  readonly actor: string;
}

/** What a key is stored from. */
export interface NewOwnKey extends OwnKeyOwner {
  readonly provider: string;
  readonly name: string;
  readonly secret: string;
  readonly baseUrl: string | null;
}

/** Own keys at rest. Secrets go in; only `OwnKey.open` gives one out again. */
export interface OwnKeyStore {
  create(key: NewOwnKey): Promise<OwnKeyRecord>;
  list(organisationId: string): Promise<OwnKeyRecord[]>;
  /** Throws 404 `provider_key_not_found`. */
  get(organisationId: string, id: string): Promise<OwnKeyRecord & OwnKey>;
  replace(key: NewOwnKey & { readonly id: string }): Promise<OwnKeyRecord>;
  noteTest(organisationId: string, id: string): Promise<void>;
  /** Empties and ends it. Throws 404. */
  revoke(by: OwnKeyOwner, id: string): Promise<void>;
  /** Living keys, the newest first; or the named one alone. Throws 404. */
  find(organisationId: string, id: string | null): Promise<readonly OwnKey[]>;
}

/** A store in the database. */
export function createOwnKeyStore(
  database: Database,
  system: System,
  dataKeys: DataKeys,
): OwnKeyStore {
  const cache = new Map<string, { atMs: number; keys: readonly (OwnKeyRecord & OwnKey)[] }>();
  const toKey = (row: ProviderKeyTable): OwnKeyRecord & OwnKey => ({
    ...toRecord(row),
    open: () => dataKeys.unseal(row.organisation_id, row.id, row.sealed),
  });
  const load = async (organisationId: string) => {
    const known = cache.get(organisationId);
    if (known && system.now() - known.atMs < CACHE_MS) return known.keys;
    const rows = await readLiving(database, organisationId);
    const keys = rows.map(toKey);
    if (cache.size >= MOST_CACHED) cache.clear();
    cache.set(organisationId, { atMs: system.now(), keys });
    return keys;
  };
  const get = async (organisationId: string, id: string) => {
    const found = (await load(organisationId)).find((key) => key.id === id);
    if (!found) throw notFound(id);
    return found;
  };
  const change = async (row: KeyRow, set: Partial<ProviderKeyTable>, note?: Note) => {
    await database.transaction(async (executor) => {
      await updateRow(executor, row, set);
      await note?.(executor);
    });
    cache.delete(row.organisationId);
  };
  const noteDeed = (by: OwnKeyOwner, action: AuditAction, key: OwnKeyRecord) =>
    noteOf(system, describeDeed(by, action, key));
  return {
    async create(key) {
      const row = await toRow(key, { id: system.newId('providerKey'), system, dataKeys });
      await database.transaction(async (executor) => {
        await executor.insertInto('provider_key').values(row).execute();
        await noteDeed(key, 'own_key.attached', toRecord(row))(executor);
      });
      cache.delete(key.organisationId);
      return toRecord(row);
    },
    list: async (organisationId) => (await load(organisationId)).map(withoutSecret),
    get,
    async replace(key) {
      const former = await get(key.organisationId, key.id);
      const { sealed, last4, base_url, tested_at_ms } = await toRow(key, {
        id: key.id,
        system,
        dataKeys,
      });
      const note = noteDeed(key, 'own_key.rotated', { ...former, last4 });
      await change(key, { sealed, last4, base_url, tested_at_ms }, note);
      return withoutSecret(await get(key.organisationId, key.id));
    },
    noteTest: (organisationId, id) =>
      change({ organisationId, id }, { tested_at_ms: BigInt(system.now()) }),
    async revoke(by, id) {
      const { organisationId } = by;
      const key = await get(organisationId, id);
      const end = { sealed: '', revoked_at_ms: BigInt(system.now()) };
      await change({ organisationId, id }, end, noteDeed(by, 'own_key.revoked', key));
    },
    find: async (organisationId, id) =>
      id === null ? load(organisationId) : [await get(organisationId, id)],
  };
}

interface KeyRow {
  readonly organisationId: string;
  readonly id: string;
}

/** Written in the transaction of the deed. */
type Note = (executor: Executor) => Promise<void>;

function noteOf(system: System, deed: AuditDeed): Note {
  return (executor) => writeAudit(executor, system, deed);
}

function describeDeed(by: OwnKeyOwner, action: AuditAction, key: OwnKeyRecord): AuditDeed {
  const { organisationId, actor } = by;
  const { id, provider, name, last4 } = key;
  return { organisationId, actor, action, subject: id, detail: { provider, name, last4 } };
}

async function updateRow(
  executor: Executor,
  { organisationId, id }: KeyRow,
  set: Partial<ProviderKeyTable>,
): Promise<void> {
  await executor
    .updateTable('provider_key')
    .set(set)
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .execute();
}

async function toRow(
  key: NewOwnKey,
  { id, system, dataKeys }: { id: string; system: System; dataKeys: DataKeys },
): Promise<ProviderKeyTable> {
  const nowMs = BigInt(system.now());
  return {
    id,
    organisation_id: key.organisationId,
    provider: key.provider,
    name: key.name,
    sealed: await dataKeys.seal(key.organisationId, id, key.secret),
    last4: key.secret.slice(-4),
    base_url: key.baseUrl,
    created_at_ms: nowMs,
    tested_at_ms: nowMs,
    revoked_at_ms: null,
  };
}

function toRecord(row: ProviderKeyTable): OwnKeyRecord {
  return {
    id: row.id,
    provider: row.provider,
    name: row.name,
    last4: row.last4,
    baseUrl: row.base_url,
    createdAtMs: Number(row.created_at_ms),
    testedAtMs: row.tested_at_ms === null ? null : Number(row.tested_at_ms),
  };
}

function withoutSecret({ open: _, ...record }: OwnKeyRecord & OwnKey): OwnKeyRecord {
  return record;
}

function notFound(id: string): ApiError {
  return new ApiError(
    'provider_key_not_found',
    `There is no own key ${JSON.stringify(id.slice(0, 64))}. GET /v1/provider-keys lists them.`,
    { param: 'provider_key_id' },
  );
}

function readLiving(database: Database, organisationId: string): Promise<ProviderKeyTable[]> {
  return database.kysely
    .selectFrom('provider_key')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('revoked_at_ms', 'is', null)
    .orderBy('created_at_ms', 'desc')
    .orderBy('id', 'desc')
    .execute();
}
