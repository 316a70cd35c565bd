import { type MicroUsd, ONE_USD, timesCount } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { grantCredit } from '@aigateway/ledger';
import { hashApiKey } from './auth/api-key.ts';
import type { KeyStore } from './auth/key-store.ts';
import { ensureOwner, OWNER_ORGANISATION_ID } from './auth/owner.ts';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import type { System } from './system.ts';

/** Play money of a sandbox. */
const PLAY_CREDIT = timesCount(ONE_USD, 5);
/** One fixed id: the grant happens once in the life of a store, however many starts race. */
const PLAY_GRANT_ID = 'txn_000000000000000000play';

/** The first key runs the control plane: there is no other way to make the second one by HTTP. */
const OWNER_KEY = {
  organisationId: OWNER_ORGANISATION_ID,
  scopes: ['images', 'read', 'admin'],
} as const;

/** What the first start works with. */
export interface BootstrapParts {
  readonly database: Database;
  readonly system: System;
  readonly keys: KeyStore;
  readonly config: Config;
  readonly playCredit?: MicroUsd;
}

/**
 * Owner, play wallet and a fixed first key, which is given when it is new; a second start finds
 * them and changes nothing.
 */
export async function bootstrap(parts: BootstrapParts): Promise<string | null> {
  const { database, system, keys, config } = parts;
  await ensureOwner(database, system);
  if (config.mode === 'production') await requireOwner(database);
  if (config.mode === 'sandbox') {
    await grantCredit(database, {
      id: PLAY_GRANT_ID,
      organisationId: OWNER_ORGANISATION_ID,
      amountMicroUsd: parts.playCredit ?? PLAY_CREDIT,
      note: 'play money of the sandbox',
      atMs: BigInt(system.now()),
    });
  }
  const fixed = config.bootstrapApiKey;
  if (fixed === null || (await isKnown(database, fixed))) return null;
  await keys.create({ ...OWNER_KEY, name: 'bootstrap', secret: fixed });
  return fixed;
}

/**
 * The first key where none is fixed, to be shown once; null when there are keys already. Made only
 * when the gateway listens: a start that fails would take the secret with it.
 */
export async function makeFirstKey({
  keys,
  config,
}: Pick<BootstrapParts, 'keys' | 'config'>): Promise<string | null> {
  if (config.bootstrapApiKey !== null) return null;
  const existing = await keys.list(OWNER_ORGANISATION_ID);
  if (existing.length > 0) return null;
  return (await keys.create({ ...OWNER_KEY, name: 'first key' })).secret;
}

/** Production is nobody's before somebody can sign in to it. Throws `ConfigError`. */
export async function requireOwner(database: Database): Promise<void> {
  const owner = await database.kysely
    .selectFrom('member')
    .select('person_id')
    .where('organisation_id', '=', OWNER_ORGANISATION_ID)
    .where('role', '=', 'owner')
    .executeTakeFirst();
  if (owner) return;
  throw new ConfigError(
    'AIGATEWAY_MODE=production needs an owner. Make one with ' +
      '"npx aigateway owner create you@example.com", which prints a sign-in link, and start again.',
  );
}

/** Also a revoked key is known: a restart must not bring it back. */
async function isKnown(database: Database, secret: string): Promise<boolean> {
  const row = await database.kysely
    .selectFrom('api_key')
    .select('id')
    .where('hash', '=', hashApiKey(secret))
    .executeTakeFirst();
  return row !== undefined;
}
