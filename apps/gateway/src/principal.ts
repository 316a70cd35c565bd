import type { MicroUsd, Role, Scope } from '@aigateway/contract';

export type { Scope };

/** Who calls: a key, or a person signed in to the office. */
export type Actor =
  | { readonly kind: 'key' }
  | { readonly kind: 'member'; readonly sessionId: string; readonly role: Role };

/** A tenant of an organisation, with its monthly cap; null = none. */
export interface PrincipalSubAccount {
  readonly id: string;
  readonly spendCapMicroUsd: MicroUsd | null;
}

/** Whose pictures they are: an organisation's, or only those of one tenant of it. */
export interface PictureOwner {
  readonly organisationId: string;
  /** Null = the whole organisation. */
  readonly subAccountId: string | null;
}

/** Whose pictures a caller sees. */
export function ownerOf({ organisationId, subAccount }: Principal): PictureOwner {
  return { organisationId, subAccountId: subAccount?.id ?? null };
}

/** Who a call acts for, and within which bounds. */
export interface Principal {
  readonly actor: Actor;
  readonly organisationId: string;
  /** Requests a minute that no key of the organisation passes; null = no such bound. */
  readonly organisationRpm: number | null;
  /** The key; of a member the person, `usr_…`. Limits count by it, usage is filed under it. */
  readonly keyId: string;
  readonly scopes: readonly Scope[];
  /** Model ids and wildcards such as `ideogram/*`; null = all. */
  readonly allowedModels: readonly string[] | null;
  /** Null = the operator's default. */
  readonly rateLimitRpm: number | null;
  readonly imagesPerMinute: number | null;
  readonly maxConcurrentImages: number | null;
  readonly defaultTag: string | null;
  /** A calendar month, UTC; null = none. */
  readonly spendCapMicroUsd: MicroUsd | null;
  readonly subAccount: PrincipalSubAccount | null;
  readonly expiresAtMs: number | null;
}

/** The actor of the audit log. */
export function actorOf({ actor, keyId }: Pick<Principal, 'actor' | 'keyId'>): string {
  return actor.kind === 'member' ? `person:${keyId}` : `key:${keyId}`;
}
