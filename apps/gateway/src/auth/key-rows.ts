import { type MicroUsd, microUsd } from '@aigateway/contract';
import type { ApiKeyTable } from '@aigateway/database';
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Principal, Scope } from '../principal.ts';
import type { System } from '../system.ts';
import { hashApiKey } from './api-key.ts';

/** A stored key. */
export type KeyRow = Selectable<ApiKeyTable>;

/** The caps of a key; null = the default, or none. */
export interface KeyCaps {
  readonly spendCapMicroUsd: MicroUsd | null;
  readonly rateLimitRpm: number | null;
  readonly imagesPerMinute: number | null;
  readonly maxConcurrentImages: number | null;
  readonly allowedModels: readonly string[] | null;
  readonly defaultTag: string | null;
  readonly expiresAtMs: number | null;
}

/** What of a key can change. */
export interface KeyChange extends Partial<KeyCaps> {
  readonly name?: string;
  readonly scopes?: readonly Scope[];
}

/** Who made the keys that the playground hands to browsers, where people stand otherwise. */
export const PLAYGROUND_MAKER = 'playground';

/** What a new key is made of. */
export interface NewKey extends Partial<KeyCaps> {
  readonly organisationId: string;
  readonly name: string;
  /** The person who makes it in the office, or `PLAYGROUND_MAKER`. */
  readonly createdBy?: string | null;
  /** `images` and `read` when absent. */
  readonly scopes?: readonly Scope[];
  readonly subAccountId?: string | null;
  /** A secret chosen by the operator; absent = random. */
  readonly secret?: string;
}

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

/** What a secret is known by. */
export function describeSecret(secret: string) {
  return { hash: hashApiKey(secret), prefix: secret.slice(0, 11), last4: secret.slice(-4) };
}

/** The row of a new key. */
export function toRow(key: NewKey, secret: string, system: System): KeyRow {
  return {
    id: system.newId('key'),
    organisation_id: key.organisationId,
    name: key.name,
    ...describeSecret(secret),
    scopes: JSON.stringify(key.scopes ?? (['images', 'read'] satisfies Scope[])),
    allowed_models: key.allowedModels ? JSON.stringify(key.allowedModels) : null,
    rate_limit_rpm: toBigint(key.rateLimitRpm),
    images_per_minute: toBigint(key.imagesPerMinute),
    max_concurrent_images: toBigint(key.maxConcurrentImages),
    spend_cap_micro_usd: key.spendCapMicroUsd ?? null,
    default_tag: key.defaultTag ?? null,
    created_at_ms: BigInt(system.now()),
    expires_at_ms: toBigint(key.expiresAtMs),
    revoked_at_ms: null,
    sub_account_id: key.subAccountId ?? null,
    next_hash: null,
    next_prefix: null,
    next_last4: null,
    created_by: key.createdBy ?? null,
  } satisfies Insertable<ApiKeyTable>;
}

/** The columns that a change writes. */
export function toColumns(change: KeyChange): Updateable<ApiKeyTable> {
  const { allowedModels: models } = change;
  return {
    ...(change.name !== undefined && { name: change.name }),
    ...(change.scopes !== undefined && { scopes: JSON.stringify(change.scopes) }),
    ...(models !== undefined && { allowed_models: models ? JSON.stringify(models) : null }),
    ...(change.rateLimitRpm !== undefined && { rate_limit_rpm: toBigint(change.rateLimitRpm) }),
    ...(change.imagesPerMinute !== undefined && {
      images_per_minute: toBigint(change.imagesPerMinute),
    }),
    ...(change.maxConcurrentImages !== undefined && {
      max_concurrent_images: toBigint(change.maxConcurrentImages),
    }),
    ...(change.spendCapMicroUsd !== undefined && {
      spend_cap_micro_usd: change.spendCapMicroUsd,
    }),
    ...(change.defaultTag !== undefined && { default_tag: change.defaultTag }),
    ...(change.expiresAtMs !== undefined && { expires_at_ms: toBigint(change.expiresAtMs) }),
  };
}

/** The caps of a stored key. */
export function readCaps(row: KeyRow): KeyCaps {
  return {
    spendCapMicroUsd: toMicroUsd(row.spend_cap_micro_usd),
    rateLimitRpm: toNumber(row.rate_limit_rpm),
    imagesPerMinute: toNumber(row.images_per_minute),
    maxConcurrentImages: toNumber(row.max_concurrent_images),
    allowedModels: row.allowed_models === null ? null : JSON.parse(row.allowed_models),
    defaultTag: row.default_tag,
    expiresAtMs: toNumber(row.expires_at_ms),
  };
}

/** What a key is bound by beside its own caps. */
export interface KeyBounds {
  /** Monthly cap of its sub-account. */
  readonly sub_cap: bigint | null;
  /** Requests a minute of its organisation. */
  readonly organisation_rpm: bigint | null;
}

/** Whom a stored key stands for. */
export function toPrincipal(row: KeyRow & KeyBounds): Principal {
  const id = row.sub_account_id;
  return {
    actor: { kind: 'key' },
    organisationRpm: toNumber(row.organisation_rpm),
    organisationId: row.organisation_id,
    keyId: row.id,
    scopes: JSON.parse(row.scopes) as Scope[],
    ...readCaps(row),
    subAccount: id === null ? null : { id, spendCapMicroUsd: toMicroUsd(row.sub_cap) },
  };
}

/** What may be shown of a stored key. */
export function toRecord(row: KeyRow): KeyRecord {
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

function toBigint(value: number | null | undefined): bigint | null {
  return value === null || value === undefined ? null : BigInt(value);
}

function toMicroUsd(value: bigint | null): MicroUsd | null {
  return value === null ? null : microUsd(value);
}
