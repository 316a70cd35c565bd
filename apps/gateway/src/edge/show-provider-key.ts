import { PROVIDER_KEY_RESULTS, type ProviderKey } from '@aigateway/contract';
import type { Context } from 'hono';
import type { OwnKeyTest, OwnKeyView } from './edge-env.ts';

/** The wire form of an own key. */
export function showProviderKey(key: OwnKeyView): ProviderKey {
  return {
    id: key.id,
    object: 'provider_key',
    provider: key.provider,
    name: key.name,
    last4: key.last4,
    created_at: Math.floor(key.createdAtMs / 1000),
    tested_at: key.testedAtMs === null ? null : Math.floor(key.testedAtMs / 1000),
  };
}

/** Says in `x-aig-warning` what a maker did not confirm of a key that was kept. */
export function warnAboutKey(context: Context, test: OwnKeyTest | null): void {
  if (test === null || test === 'accepted') return;
  context.header('x-aig-warning', PROVIDER_KEY_RESULTS[test]);
}
