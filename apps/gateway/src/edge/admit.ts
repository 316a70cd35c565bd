import { authenticate, requireScope } from '../auth/authenticate.ts';
import type { Principal, Scope } from '../principal.ts';
import type { EdgeContext, EdgeServices } from './edge-env.ts';
import { setRateHeaders } from './rate-headers.ts';

/** Who calls, admitted by its request limit. Throws 401, 403 `scope_exceeded`, 429. */
export async function admit(
  context: EdgeContext,
  services: EdgeServices,
  scope: Scope,
): Promise<Principal> {
  const { house, keys } = services;
  const header = context.req.header('authorization');
  const principal = await authenticate(header, keys, house.system.now());
  context.set('principal', principal);
  requireScope(principal, scope);
  setRateHeaders(context, await house.limits.admitRequest(principal));
  return principal;
}
