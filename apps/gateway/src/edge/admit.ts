import type { Principal, Scope } from '../principal.ts';
import type { EdgeContext, EdgeServices } from './edge-env.ts';
import { setRateHeaders } from './rate-headers.ts';

/** Who calls, admitted by its request limit. Throws 401, 403 `scope_exceeded`, 429. */
export async function admit(
  context: EdgeContext,
  services: EdgeServices,
  scope: Scope,
): Promise<Principal> {
  const { principal, rate } = await services.admit(context.req.header('authorization'), scope);
  context.set('principal', principal);
  setRateHeaders(context, rate);
  return principal;
}
