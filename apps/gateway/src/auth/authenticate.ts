import { ACCESS, type Access, ApiError, reaches } from '@aigateway/contract';
import type { Principal } from '../principal.ts';
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

/** Throws 403 `scope_exceeded` unless the table of access lets the caller do this. */
export function requireAccess({ actor, scopes }: Principal, access: Access): void {
  const { scope, role } = ACCESS[access];
  if (actor.kind === 'member') {
    if (reaches(actor.role, role)) return;
    throw new ApiError('scope_exceeded', `This needs the role ${role}; yours is ${actor.role}.`);
  }
  if (scope === null) throw new ApiError('scope_exceeded', 'This is for signed-in people only.');
  if (scope === 'any' || scopes.includes(scope)) return;
  throw new ApiError(
    'scope_exceeded',
    `This key may not do that: it lacks the scope "${scope}". Use a key that has it.`,
  );
}
