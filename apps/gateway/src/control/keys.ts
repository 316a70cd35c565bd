import {
  ApiError,
  fromCents,
  type Key,
  type KeyCreate,
  type KeyUpdate,
  reaches,
  toCents,
} from '@aigateway/contract';
import {
  type KeyCaps,
  type KeyChange,
  type KeyRow,
  PLAYGROUND_MAKER,
  readCaps,
} from '../auth/key-rows.ts';
import type { KeyAddress } from '../auth/key-store.ts';
import type { KeyDesk } from '../control-plane.ts';
import { actorOf, type Principal, type Scope } from '../principal.ts';
import { isAfter, limitOf, startOf, toPage, writeCursor } from './page.ts';
import { type ControlParts, toSeconds } from './parts.ts';
import { refuseBeyond, refuseStronger, requireUncapped } from './rules.ts';
import { findSubAccount } from './sub-account-rows.ts';

const MILLISECONDS = 1000;

/** The desk for keys. */
export function createKeyDesk(parts: ControlParts): KeyDesk {
  const { keys } = parts;
  return {
    async createKey(by, { sub_account_id: subAccountId, ...body }) {
      if (subAccountId !== undefined) {
        refuseDeveloper(by, 'keys of sub-accounts');
        await findSubAccount(parts, by, subAccountId);
        refuseAdmin(body.scopes ?? []);
      }
      const caps = newKeyCaps(parts, by, body);
      const { name, scopes = ['images', 'read'] } = body;
      const made = await keys.create(
        {
          organisationId: by.organisationId,
          name,
          scopes,
          subAccountId: subAccountId ?? null,
          createdBy: by.actor.kind === 'member' ? by.keyId : null,
          ...caps,
        },
        actorOf(by),
      );
      return { ...toWireKey(made.row), key: made.secret };
    },
    async listKeys(by, page) {
      const limit = limitOf(page);
      const rows = await ownKeys(parts, by)
        .where((is) =>
          is.or([is('created_by', 'is', null), is('created_by', '!=', PLAYGROUND_MAKER)]),
        )
        .where(isAfter(startOf(page)))
        .orderBy('created_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      return toPage(rows, limit, {
        item: toWireKey,
        cursor: (row) => writeCursor([Number(row.created_at_ms), row.id]),
      });
    },
    async getKey(by, id) {
      return toWireKey(await findKey(parts, by, id));
    },
    updateKey: (by, id, body) => updateKey(parts, by, { id, body }),
    async revokeKey(by, id) {
      refuseOthers(by, await findKey(parts, by, id));
      if (!(await keys.revoke(by.organisationId, id, actorOf(by)))) throw notFound();
      return { id, object: 'key', deleted: true };
    },
    async rotateKey(by, id, atOnce) {
      const key = await findKey(parts, by, id);
      refuseOthers(by, key);
      if (id !== by.keyId) requireUncapped(by);
      refuseStronger(by, readCaps(key), JSON.parse(key.scopes) as Scope[]);
      const made = await keys.rotate(at(by, id), { atOnce });
      if (!made) throw notFound();
      return { ...toWireKey(made.row), key: made.secret };
    },
  };
}

/** Which key is meant, and who means it. */
function at(by: Principal, keyId: string): KeyAddress {
  return { organisationId: by.organisationId, keyId, actor: actorOf(by) };
}

async function updateKey(
  parts: ControlParts,
  by: Principal,
  { id, body }: { readonly id: string; readonly body: KeyUpdate },
): Promise<Key> {
  const before = await findKey(parts, by, id);
  refuseOthers(by, before);
  const change = toChange(parts, body);
  if (before.sub_account_id !== null) refuseAdmin(change.scopes ?? []);
  if (id !== by.keyId && change.spendCapMicroUsd !== undefined) requireUncapped(by);
  // Of their own keys developers lower the caps and never raise them: an admin set them.
  const bounds = isDeveloper(by) ? { ...by, ...readCaps(before) } : by;
  refuseBeyond(bounds, change, parts.ceilingOf(by));
  const row = await parts.keys.change(at(by, id), change);
  if (!row) throw notFound();
  return toWireKey(row);
}

/** The caps of a new key: what is asked for, else what the caller has itself. */
export function newKeyCaps(
  parts: ControlParts,
  by: Principal,
  body: Omit<KeyCreate, 'name' | 'sub_account_id'>,
): KeyCaps {
  requireUncapped(by);
  const asked = toChange(parts, body);
  refuseBeyond(by, asked, parts.ceilingOf(by));
  refuseBeyond(by, { scopes: body.scopes ?? ['images', 'read'] }, NO_CEILING);
  return {
    spendCapMicroUsd: asked.spendCapMicroUsd ?? null,
    rateLimitRpm: asked.rateLimitRpm ?? by.rateLimitRpm,
    imagesPerMinute: asked.imagesPerMinute ?? by.imagesPerMinute,
    maxConcurrentImages: asked.maxConcurrentImages ?? by.maxConcurrentImages,
    allowedModels: asked.allowedModels ?? by.allowedModels,
    defaultTag: asked.defaultTag ?? null,
    expiresAtMs: asked.expiresAtMs ?? by.expiresAtMs,
  };
}

const NO_CEILING = { rateLimitRpm: null, imagesPerMinute: null, maxConcurrentImages: null };

/** A key's record on the wire. */
export function toWireKey(row: KeyRow): Key {
  const caps = readCaps(row);
  return {
    id: row.id,
    object: 'key',
    name: row.name,
    prefix: row.prefix,
    last4: row.last4,
    scopes: JSON.parse(row.scopes) as Scope[],
    spend_cap_cents: caps.spendCapMicroUsd === null ? null : toCents(caps.spendCapMicroUsd),
    rate_limit_rpm: caps.rateLimitRpm,
    images_per_minute: caps.imagesPerMinute,
    max_concurrent_images: caps.maxConcurrentImages,
    allowed_models: caps.allowedModels ? [...caps.allowedModels] : null,
    default_tag: caps.defaultTag,
    sub_account_id: row.sub_account_id,
    rotation_pending: row.next_hash !== null,
    created_at: toSeconds(row.created_at_ms),
    expires_at: row.expires_at_ms === null ? null : toSeconds(row.expires_at_ms),
    revoked_at: row.revoked_at_ms === null ? null : toSeconds(row.revoked_at_ms),
  };
}

/** A member who manages nothing but keys of their own. */
function isDeveloper({ actor }: Principal): boolean {
  return actor.kind === 'member' && !reaches(actor.role, 'admin');
}

function refuseDeveloper(by: Principal, what: string): void {
  if (!isDeveloper(by)) return;
  throw new ApiError('scope_exceeded', `Only admins and owners manage ${what}.`);
}

function refuseOthers(by: Principal, key: KeyRow): void {
  if (key.created_by !== by.keyId) refuseDeveloper(by, 'keys that others made');
}

/** A key of a sub-account never runs the control plane. */
function refuseAdmin(scopes: readonly Scope[]): void {
  if (!scopes.includes('admin')) return;
  throw new ApiError('invalid_value', 'scopes: a key of a sub-account cannot have admin.', {
    param: 'scopes',
  });
}

/** The keys that a caller may see: of the organisation, or of its own sub-account only. */
function ownKeys({ database }: ControlParts, by: Principal) {
  const rows = database.kysely
    .selectFrom('api_key')
    .selectAll()
    .where('organisation_id', '=', by.organisationId);
  return by.subAccount ? rows.where('sub_account_id', '=', by.subAccount.id) : rows;
}

async function findKey(parts: ControlParts, by: Principal, id: string): Promise<KeyRow> {
  const row = await ownKeys(parts, by).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound();
  return row;
}

function notFound(): ApiError {
  return new ApiError('key_not_found', 'There is no such living key. GET /v1/keys lists yours.');
}

function toChange({ system }: ControlParts, body: KeyUpdate): KeyChange {
  const { expires_at: expires, spend_cap_cents: cap } = body;
  return {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.scopes !== undefined && { scopes: [...new Set(body.scopes)] }),
    ...(cap !== undefined && { spendCapMicroUsd: cap === null ? null : fromCents(cap) }),
    ...(body.rate_limit_rpm !== undefined && { rateLimitRpm: body.rate_limit_rpm }),
    ...(body.images_per_minute !== undefined && { imagesPerMinute: body.images_per_minute }),
    ...(body.max_concurrent_images !== undefined && {
      maxConcurrentImages: body.max_concurrent_images,
    }),
    ...(body.allowed_models !== undefined && { allowedModels: body.allowed_models }),
    ...(body.default_tag !== undefined && { defaultTag: body.default_tag }),
    ...(expires !== undefined && {
      expiresAtMs: expires === null ? null : readFuture(expires, system.now()),
    }),
  };
}

function readFuture(instant: number | string, nowMs: number): number {
  const atMs = typeof instant === 'number' ? instant * MILLISECONDS : Date.parse(instant);
  if (atMs > nowMs) return atMs;
  throw new ApiError('invalid_value', 'expires_at: must lie in the future.', {
    param: 'expires_at',
  });
}
