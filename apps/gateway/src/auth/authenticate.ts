import { ApiError } from '@aigateway/contract';
import type { Principal, Scope } from '../principal.ts';
import { hashApiKey, looksLikeApiKey } from './api-key.ts';
import type { KeyStore } from './key-store.ts';

/** One text for every wrong key: it tells nobody which part was right. */
const UNIFORM =
  'The API key is missing or not valid. Send "Authorization: Bearer sk-aig-…" with a living key.';

/** Who is calling. Throws the uniform 401. `nowMs` is unix milliseconds. */
export async function authenticate(
  authorization: string | undefined,
  keys: KeyStore,
  nowMs: number,
): Promise<Principal> {
  if (authorization === undefined || authorization === '') {
    throw new ApiError('missing_api_key', UNIFORM);
  }
  const secret = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (secret === undefined || !looksLikeApiKey(secret)) {
    throw new ApiError('invalid_api_key', UNIFORM);
  }
  const found = await keys.find(hashApiKey(secret));
  if (found === null) throw new ApiError('invalid_api_key', UNIFORM);
  if (found.expiresAtMs !== null && found.expiresAtMs <= nowMs) {
    throw new ApiError('expired_api_key', UNIFORM);
  }
  return found.principal;
}

/** Throws 403 `scope_exceeded` unless the key has the scope. */
export function requireScope(principal: Principal, scope: Scope): void {
  if (principal.scopes.includes(scope)) return;
  throw new ApiError(
    'scope_exceeded',
    `This key may not do that: it lacks the scope "${scope}". Use a key that has it.`,
  );
}
