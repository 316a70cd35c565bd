import type { ProviderKey } from '@aigateway/contract';
import type { OwnKeyView } from './edge-env.ts';

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
