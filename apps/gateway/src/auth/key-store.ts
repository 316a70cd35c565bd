import type { ApiKeyTable, Database, Executor } from '@aigateway/database';
import type { Updateable } from 'kysely';
import type { AuditAction } from '../audit-log.ts';
import { writeAudit } from '../audit-log.ts';
import { recordEvent } from '../events.ts';
import type { Principal } from '../principal.ts';
import { remember } from '../remember.ts';
import type { System } from '../system.ts';
import { API_KEY_RANDOM_BYTES, formatApiKey } from './api-key.ts';
import {
  describeSecret,
  type KeyChange,
  type KeyRecord,
  type KeyRow,
  type NewKey,
  toColumns,
  toPrincipal,
  toRecord,
  toRow,
} from './key-rows.ts';

/** How long a looked-up key is believed: revocation elsewhere takes effect within this time. */
const CACHE_TTL_MS = 2_000;
const CACHE_ENTRIES = 10_000;

/** What a key stands for, or why it stands for nothing. */
export type KeyLookup = { readonly expiresAtMs: number | null; readonly principal: Principal };

/** Which key is meant, and who does it. */
export interface KeyAddress {
  readonly organisationId: string;
  readonly keyId: string;
  /** For the audit log: `key:key_…`, `command-line`, … */
  readonly actor: string;
}

/** Keys by hash, with a short memory in front. Changes write the audit log as they happen. */
export interface KeyStore {
  /** What the key of this hash stands for; null = unknown or revoked. */
  find(hash: string): Promise<KeyLookup | null>;
  /** Makes a key; the secret is returned once and stored nowhere. */
  create(key: NewKey, actor?: string): Promise<{ record: KeyRecord; row: KeyRow; secret: string }>;
  list(organisationId: string): Promise<KeyRecord[]>;
  /** The living key as it is after the change, or null. Effective at once in this process. */
  change(address: KeyAddress, change: KeyChange): Promise<KeyRow | null>;
  /**
   * A new secret for a living key. The old one dies now, or when the new one is first used.
   * Null when there is no such key.
   */
  rotate(
    address: KeyAddress,
    options: { atOnce: boolean },
  ): Promise<{ row: KeyRow; secret: string } | null>;
  /** Effective at once in this process. False when the organisation has no such living key. */
  revoke(organisationId: string, keyId: string, actor?: string): Promise<boolean>;
  /** The cap of a sub-account changed: its keys carry it, so they are read again. */
  forgetSubAccount(subAccountId: string): void;
}

interface Store {
  readonly database: Database;
  readonly system: System;
  /** Forgets what the hashes stood for, and what is being read at this moment. */
  forget(...hashes: (string | null)[]): void;
}

/** Keys in the database. */
export function createKeyStore(database: Database, system: System): KeyStore {
  const cache = new Map<string, { readonly readAtMs: number; readonly found: KeyLookup | null }>();
  let changes = 0;
  const store: Store = {
    database,
    system,
    forget(...hashes) {
      changes += 1;
      for (const hash of hashes) if (hash !== null) cache.delete(hash);
    },
  };
  return {
    async find(hash) {
      const nowMs = system.now();
      const cached = cache.get(hash);
      if (cached && nowMs - cached.readAtMs < CACHE_TTL_MS && nowMs >= cached.readAtMs) {
        return cached.found;
      }
      const before = changes;
      const row = await readRow(database, hash);
      const found = row && {
        expiresAtMs: row.expires_at_ms === null ? null : Number(row.expires_at_ms),
        principal: toPrincipal(row),
      };
      // A key that changed while it was read is read again by the next call.
      if (changes === before) remember(cache, [hash, { readAtMs: nowMs, found }], CACHE_ENTRIES);
      if (row?.next_hash === hash) await finishRotation(store, row);
      return found;
    },
    forgetSubAccount(subAccountId) {
      const of = [...cache].filter(
        ([, { found }]) => found?.principal.subAccount?.id === subAccountId,
      );
      store.forget(...of.map(([hash]) => hash));
    },
    async list(organisationId) {
      const rows = await database.kysely
        .selectFrom('api_key')
        .selectAll()
        .where('organisation_id', '=', organisationId)
        .orderBy('created_at_ms')
        .execute();
      return rows.map(toRecord);
    },
    create: (key, actor = 'system') => createKey(store, key, actor),
    change: (address, change) => changeKey(store, address, change),
    rotate: (address, { atOnce }) => rotateKey(store, address, atOnce),
    revoke: (organisationId, keyId, actor = 'system') =>
      revokeKey(store, { organisationId, keyId, actor }),
  };
}

async function readRow(database: Database, hash: string) {
  const row = await database.kysely
    .selectFrom('api_key')
    .leftJoin('sub_account', 'sub_account.id', 'api_key.sub_account_id')
    .selectAll('api_key')
    .leftJoin('organisation', 'organisation.id', 'api_key.organisation_id')
    .select([
      'sub_account.spend_cap_micro_usd as sub_cap',
      'organisation.rate_limit_rpm as organisation_rpm',
    ])
    .where((is) => is.or([is('hash', '=', hash), is('next_hash', '=', hash)]))
    .where('revoked_at_ms', 'is', null)
    .where('sub_account.closed_at_ms', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

async function createKey(store: Store, key: NewKey, actor: string) {
  const { database, system } = store;
  const secret = key.secret ?? newSecret(system);
  const row = toRow(key, secret, system);
  await database.transaction(async (executor) => {
    await executor.insertInto('api_key').values(row).execute();
    await writeKeyDeed(executor, system, { row, actor, action: 'key.created' });
  });
  store.forget(row.hash);
  return { record: toRecord(row), row, secret };
}

async function changeKey(store: Store, address: KeyAddress, change: KeyChange) {
  const columns = toColumns(change);
  const row = await updateLiving(store, address, { columns, action: 'key.changed' });
  if (row) store.forget(row.hash, row.next_hash);
  return row;
}

async function rotateKey(store: Store, address: KeyAddress, atOnce: boolean) {
  const secret = newSecret(store.system);
  const { hash, prefix, last4 } = describeSecret(secret);
  const before = await store.database.kysely
    .selectFrom('api_key')
    .select(['hash', 'next_hash'])
    .where('id', '=', address.keyId)
    .executeTakeFirst();
  const columns = atOnce
    ? { hash, prefix, last4, next_hash: null, next_prefix: null, next_last4: null }
    : { next_hash: hash, next_prefix: prefix, next_last4: last4 };
  const row = await updateLiving(store, address, { columns, action: 'key.rotated' });
  if (!row) return null;
  store.forget(hash, before?.hash ?? null, before?.next_hash ?? null);
  return { row, secret };
}

async function revokeKey(store: Store, address: KeyAddress): Promise<boolean> {
  const columns = { revoked_at_ms: BigInt(store.system.now()) };
  const row = await updateLiving(store, address, { columns, action: 'key.revoked' });
  if (row) store.forget(row.hash, row.next_hash);
  return row !== null;
}

interface Update {
  readonly columns: Updateable<ApiKeyTable>;
  readonly action: AuditAction;
}

async function updateLiving(
  { database, system }: Store,
  { organisationId, keyId, actor }: KeyAddress,
  { columns, action }: Update,
): Promise<KeyRow | null> {
  return database.transaction(async (executor) => {
    const row = await executor
      .updateTable('api_key')
      // An empty change still answers with the row.
      .set({ organisation_id: organisationId, ...columns })
      .where('id', '=', keyId)
      .where('organisation_id', '=', organisationId)
      .where('revoked_at_ms', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (!row) return null;
    await writeKeyDeed(executor, system, { row, actor, action, fields: Object.keys(columns) });
    if (action === 'key.rotated') {
      await recordEvent(executor, system, {
        organisationId,
        type: 'key.rotated',
        once: `key.rotated:${row.next_hash ?? row.hash}`,
        data: { key_id: keyId, old_key_lives: row.next_hash !== null },
      });
    }
    return row;
  });
}

/** The first use of a rotated secret makes it the key's only one. */
async function finishRotation(store: Store, row: KeyRow): Promise<void> {
  const { database, system } = store;
  await database.transaction(async (executor) => {
    const updated = await executor
      .updateTable('api_key')
      .set((is) => ({
        hash: is.ref('next_hash').$notNull(),
        prefix: is.ref('next_prefix').$notNull(),
        last4: is.ref('next_last4').$notNull(),
        next_hash: null,
        next_prefix: null,
        next_last4: null,
      }))
      .where('id', '=', row.id)
      .where('next_hash', '=', row.next_hash)
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) return;
    const actor = `key:${row.id}`;
    await writeKeyDeed(executor, system, { row, actor, action: 'key.rotation_finished' });
  });
  store.forget(row.hash);
}

interface KeyDeed {
  readonly row: KeyRow;
  readonly actor: string;
  readonly action: AuditAction;
  readonly fields?: readonly string[];
}

function writeKeyDeed(executor: Executor, system: System, deed: KeyDeed): Promise<void> {
  const { row, actor, action, fields } = deed;
  return writeAudit(executor, system, {
    organisationId: row.organisation_id,
    actor,
    action,
    subject: row.id,
    detail: {
      name: row.name,
      ...(action === 'key.created' && { scopes: JSON.parse(row.scopes) }),
      ...(action === 'key.changed' && { fields }),
    },
  });
}

function newSecret(system: System): string {
  return formatApiKey(system.randomBytes(API_KEY_RANDOM_BYTES));
}
