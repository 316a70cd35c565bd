import type { Database } from '@aigateway/database';
import type { Principal, Scope } from '../principal.ts';
import type { System } from '../system.ts';
import { API_KEY_RANDOM_BYTES, formatApiKey, hashApiKey } from './api-key.ts';

/** How long a looked-up key is believed: revocation elsewhere takes effect within this time. */
const CACHE_TTL_MS = 2_000;
const CACHE_ENTRIES = 10_000;

/** A key as it may be shown: everything but the secret. */
export interface KeyRecord {
  readonly id: string;
  readonly organisationId: string;
  readonly name: string;
  readonly prefix: string;
  readonly last4: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
}

/** What a new key is made of. */
export interface NewKey {
  readonly organisationId: string;
  readonly name: string;
  /** A secret chosen by the operator; absent = random. */
  readonly secret?: string;
  readonly expiresAtMs?: number;
  readonly rateLimitRpm?: number;
}

/** What a key stands for, or why it stands for nothing. */
export type KeyLookup = { readonly expiresAtMs: number | null; readonly principal: Principal };

/** Keys by hash, with a short memory in front. */
export interface KeyStore {
  /** What the key of this hash stands for; null = unknown or revoked. */
  find(hash: string): Promise<KeyLookup | null>;
  /** Makes a key; the secret is returned once and stored nowhere. */
  create(key: NewKey): Promise<{ record: KeyRecord; secret: string }>;
  list(organisationId: string): Promise<KeyRecord[]>;
  /** Effective at once in this process. False when the organisation has no such living key. */
  revoke(organisationId: string, keyId: string): Promise<boolean>;
}

/** Keys in the database. */
export function createKeyStore(database: Database, system: System): KeyStore {
  const cache = new Map<string, { readonly readAtMs: number; readonly found: KeyLookup | null }>();
  return {
    async find(hash) {
      const nowMs = system.now();
      const cached = cache.get(hash);
      if (cached && nowMs - cached.readAtMs < CACHE_TTL_MS && nowMs >= cached.readAtMs) {
        return cached.found;
      }
      const found = await readLookup(database, hash);
      remember(cache, hash, { readAtMs: nowMs, found });
      return found;
    },
    async create(key) {
      const secret = key.secret ?? formatApiKey(system.randomBytes(API_KEY_RANDOM_BYTES));
      const row = toRow(key, secret, system);
      await database.kysely.insertInto('api_key').values(row).execute();
      cache.delete(row.hash);
      return { record: toRecord(row), secret };
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
    async revoke(organisationId, keyId) {
      const revoked = await database.kysely
        .updateTable('api_key')
        .set({ revoked_at_ms: BigInt(system.now()) })
        .where('id', '=', keyId)
        .where('organisation_id', '=', organisationId)
        .where('revoked_at_ms', 'is', null)
        .returning('hash')
        .executeTakeFirst();
      if (revoked) cache.delete(revoked.hash);
      return revoked !== undefined;
    },
  };
}

/** The oldest entries give way: a flood of unknown keys cannot grow the memory. */
function remember<Value>(cache: Map<string, Value>, key: string, value: Value): void {
  cache.delete(key);
  cache.set(key, value);
  if (cache.size > CACHE_ENTRIES) {
    const oldest = cache.keys().next();
    if (!oldest.done) cache.delete(oldest.value);
  }
}

async function readLookup(database: Database, hash: string): Promise<KeyLookup | null> {
  const row = await database.kysely
    .selectFrom('api_key')
    .selectAll()
    .where('hash', '=', hash)
    .where('revoked_at_ms', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  return {
    expiresAtMs: toNumber(row.expires_at_ms),
    principal: {
      organisationId: row.organisation_id,
      keyId: row.id,
      scopes: JSON.parse(row.scopes) as Scope[],
      allowedModels: row.allowed_models === null ? null : JSON.parse(row.allowed_models),
      rateLimitRpm: toNumber(row.rate_limit_rpm),
      imagesPerMinute: toNumber(row.images_per_minute),
      maxConcurrentImages: toNumber(row.max_concurrent_images),
      defaultTag: row.default_tag,
    },
  };
}

function toRow(key: NewKey, secret: string, system: System) {
  return {
    id: system.newId('key'),
    organisation_id: key.organisationId,
    name: key.name,
    hash: hashApiKey(secret),
    prefix: secret.slice(0, 11),
    last4: secret.slice(-4),
    scopes: JSON.stringify(['images', 'read'] satisfies Scope[]),
    allowed_models: null,
    rate_limit_rpm: key.rateLimitRpm === undefined ? null : BigInt(key.rateLimitRpm),
    images_per_minute: null,
    max_concurrent_images: null,
    spend_cap_micro_usd: null,
    default_tag: null,
    created_at_ms: BigInt(system.now()),
    expires_at_ms: key.expiresAtMs === undefined ? null : BigInt(key.expiresAtMs),
    revoked_at_ms: null,
  };
}

function toRecord(row: {
  id: string;
  organisation_id: string;
  name: string;
  prefix: string;
  last4: string;
  created_at_ms: bigint;
  expires_at_ms: bigint | null;
  revoked_at_ms: bigint | null;
}): KeyRecord {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    name: row.name,
    prefix: row.prefix,
    last4: row.last4,
    createdAtMs: Number(row.created_at_ms),
    expiresAtMs: toNumber(row.expires_at_ms),
    revokedAtMs: toNumber(row.revoked_at_ms),
  };
}

function toNumber(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
