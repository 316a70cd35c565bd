import { authenticate, requireScope } from '../auth/authenticate.ts';
import type { KeyStore } from '../auth/key-store.ts';
import type { Limits } from '../limits/limits.ts';
import type { Principal, Scope } from '../principal.ts';
import type { RateState } from '../rate-state.ts';
import type { System } from '../system.ts';

/** What admission works with. */
export interface Gate {
  readonly system: System;
  readonly keys: KeyStore;
  readonly limits: Limits;
}

/** Who calls, and how its window stands. */
export interface Admission {
  readonly principal: Principal;
  readonly rate: RateState;
}

/** auth → limits: who calls, counted once. Throws 401, 403 `scope_exceeded`, 429. */
export async function admitCaller(
  authorization: string | undefined,
  scope: Scope,
  { system, keys, limits }: Gate,
): Promise<Admission> {
  const principal = await authenticate(authorization, keys, system.now());
  requireScope(principal, scope);
  return { principal, rate: await limits.admitRequest(principal) };
}
