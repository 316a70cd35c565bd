import { ACCESS, type Role, reaches, type Scope, scopeSchema } from '@aigateway/contract';
import type { Principal } from '../principal.ts';

/** A signed-in person in an organisation. */
export interface SignedIn {
  readonly sessionId: string;
  readonly personId: string;
  readonly organisationId: string;
  readonly role: Role;
  readonly rateLimitRpm: number | null;
}

/** Whom a session stands for: the scopes that its role reaches, and no caps of its own. */
export function toMemberPrincipal(session: SignedIn): Principal {
  const { sessionId, personId, organisationId, role } = session;
  return {
    actor: { kind: 'member', sessionId, role },
    organisationId,
    organisationRpm: session.rateLimitRpm,
    keyId: personId,
    scopes: scopesOf(role),
    allowedModels: null,
    rateLimitRpm: null,
    imagesPerMinute: null,
    maxConcurrentImages: null,
    defaultTag: null,
    spendCapMicroUsd: null,
    subAccount: null,
    expiresAtMs: null,
  };
}

/** The scopes a role has, by the table of access: a member gives keys none beyond them. */
function scopesOf(role: Role): Scope[] {
  return scopeSchema.options.filter((scope) => reaches(role, ACCESS[scope].role));
}
