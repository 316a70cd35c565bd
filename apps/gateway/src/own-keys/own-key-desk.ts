import type { Atelier } from '@aigateway/atelier';
import { ApiError } from '@aigateway/contract';
import { type KeyVerdict, type Provider, ProviderError } from '@aigateway/providers';
import type { NewOwnKey, OwnKeyOwner, OwnKeyRecord, OwnKeyStore } from './own-key-store.ts';

const CHECK_MS = 15_000;

/** An upstream that own keys can be stored for. */
export interface OwnKeyTarget {
  readonly provider: Provider;
  readonly baseUrl: string | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly reachable: boolean;
}

/** What the desk works with. */
export interface OwnKeyDeskParts {
  readonly store: OwnKeyStore;
  /** By provider id. */
  readonly targets: ReadonlyMap<string, OwnKeyTarget>;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly atelier: Atelier;
}

/** How a test of a key ended. */
export type KeyTest = KeyVerdict | 'not_testable';

/** A key that was kept, and what its maker said of it; null = it was not asked. */
export interface KeptKey {
  readonly key: OwnKeyRecord;
  readonly test: KeyTest | null;
}

/** Attaches, tests, changes and ends own keys: a key is asked of its maker before it is kept. */
export interface OwnKeyDesk {
  attach(key: Omit<NewOwnKey, 'baseUrl'> & { validate: boolean }): Promise<KeptKey>;
  list(organisationId: string): Promise<OwnKeyRecord[]>;
  test(organisationId: string, id: string): Promise<KeyTest>;
  rotate(
    by: OwnKeyOwner,
    id: string,
    next: { readonly secret: string; readonly validate: boolean },
  ): Promise<KeptKey>;
  revoke(by: OwnKeyOwner, id: string): Promise<void>;
}

/**
 * A desk over a store. Attaching and rotating throw 400 `invalid_value` for an upstream that takes
 * no keys, 401 `invalid_provider_key` for a key its maker refuses, 503 when the maker is silent.
 */
export function createOwnKeyDesk(parts: OwnKeyDeskParts): OwnKeyDesk {
  const { store } = parts;
  return {
    async attach({ validate, ...key }) {
      const target = findTarget(key.provider, parts);
      const test = validate ? await check(target, key.secret, parts) : null;
      return { key: await store.create({ ...key, baseUrl: target.baseUrl }), test };
    },
    list: store.list,
    async test(organisationId, id) {
      const key = await store.get(organisationId, id);
      const target = findTarget(key.provider, parts);
      if (key.baseUrl !== target.baseUrl) throw storedElsewhere(id);
      const result = await check(target, await key.open(), parts);
      if (result !== 'not_testable') await store.noteTest(organisationId, id);
      return result;
    },
    async rotate(by, id, { secret, validate }) {
      const { provider, name } = await store.get(by.organisationId, id);
      const target = findTarget(provider, parts);
      const test = validate ? await check(target, secret, parts) : null;
      const { baseUrl } = target;
      return { key: await store.replace({ ...by, id, provider, name, secret, baseUrl }), test };
    },
    revoke: store.revoke,
  };
}

function findTarget(id: string, { targets }: OwnKeyDeskParts): OwnKeyTarget {
  const target = targets.get(id);
  if (target && takesKeys(target)) return target;
  const names = [...targets.values()].filter(takesKeys).map(({ provider }) => provider.id);
  throw new ApiError('invalid_value', `provider: must be one of ${names.join(', ')}.`, {
    param: 'provider',
  });
}

function takesKeys({ provider, reachable }: OwnKeyTarget): boolean {
  return reachable && provider.credentials !== null;
}

/** Asks the maker, for free, whether it takes the key. */
async function check(
  { provider, baseUrl, settings }: OwnKeyTarget,
  secret: string,
  { fetch, now, atelier }: OwnKeyDeskParts,
): Promise<KeyTest> {
  const [deployment] = provider.deployments;
  if (!provider.checkKey || !deployment) return 'not_testable';
  try {
    return await provider.checkKey({
      deployment,
      fetch,
      now,
      atelier,
      settings,
      baseUrl,
      credential: secret,
      signal: AbortSignal.timeout(CHECK_MS),
      onProgress: () => {},
    });
  } catch (error) {
    if (error instanceof ProviderError && error.kind === 'unauthorized') {
      throw new ApiError('invalid_provider_key', `${provider.title} refuses this key.`, {
        param: 'key',
      });
    }
    throw new ApiError(
      'upstream_saturated',
      `${provider.title} could not be asked about this key. Try again in a minute.`,
      { cause: error, retryAfterSeconds: 60 },
    );
  }
}

function storedElsewhere(id: string): ApiError {
  return new ApiError(
    'invalid_provider_key',
    `The own key ${id} was stored for another address of its maker. Rotate it.`,
    { param: 'provider_key_id' },
  );
}
