import type { Access } from '@aigateway/contract';
import { authenticate, requireAccess } from '../auth/authenticate.ts';
import type { KeyStore } from '../auth/key-store.ts';
import { type SignedIn, toMemberPrincipal } from '../auth/member-principal.ts';
import type { Caller } from '../caller.ts';
import type { Limits } from '../limits/limits.ts';
import type { Principal } from '../principal.ts';
import type { RateState } from '../rate-state.ts';
import type { System } from '../system.ts';

/** What admission works with. */
export interface Gate {
  readonly system: System;
  readonly keys: KeyStore;
  readonly limits: Limits;
  /** The session of a browser, or null. */
  readonly readSession: (visitor: { readonly cookie: string }) => Promise<SignedIn | null>;
}

/** Who calls, and how its window stands. */
export interface Admission {
  readonly principal: Principal;
  readonly rate: RateState;
}

/** auth → limits: who calls, counted once. Throws 401, 403 `scope_exceeded`, 429. */
export async function admitCaller(caller: Caller, access: Access, gate: Gate): Promise<Admission> {
  const principal = await identify(caller, gate);
  requireAccess(principal, access);
  return { principal, rate: await gate.limits.admitRequest(principal) };
}

/** A key where one is sent, else the session of the browser. */
async function identify({ authorization, cookie }: Caller, gate: Gate): Promise<Principal> {
  if (authorization === undefined && cookie !== undefined) {
    const session = await gate.readSession({ cookie });
    if (session) return toMemberPrincipal(session);
  }
  return authenticate(authorization, gate.keys, gate.system.now());
}
