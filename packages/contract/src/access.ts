import { z } from 'zod';

/** What a member of an organisation is, from the least to the most. */
export const roleSchema = z.enum(['viewer', 'developer', 'admin', 'owner']);

/** @see roleSchema */
export type Role = z.infer<typeof roleSchema>;

/** What a key may do: make pictures, read, run the control plane. */
export const scopeSchema = z.enum(['images', 'read', 'admin']);

/** @see scopeSchema */
export type Scope = z.infer<typeof scopeSchema>;

/** Who may make a call: a key with the scope, a signed-in member with the role or a higher one. */
interface AccessRow {
  /** `any` = whatever scopes a key has; null = no key at all. */
  readonly scope: Scope | 'any' | null;
  readonly role: Role;
  readonly why: string;
}

/** The one table of permissions. Every call that is not public names a row of it. */
export const ACCESS = {
  images: { scope: 'images', role: 'developer', why: 'makes pictures and what they need' },
  read: { scope: 'read', role: 'viewer', why: 'reads balance, usage, keys and budgets' },
  own_keys: { scope: 'admin', role: 'developer', why: 'makes, changes and ends keys' },
  team: { scope: 'admin', role: 'viewer', why: 'reads who is in the organisation; leaves it' },
  admin: { scope: 'admin', role: 'admin', why: 'runs budgets, sub-accounts, members, own keys' },
  agents: { scope: 'any', role: 'viewer', why: 'calls the others, each of which asks for its own' },
  person: { scope: null, role: 'viewer', why: 'is about the signed-in person' },
} as const satisfies Record<string, AccessRow>;

/** A row of the table. */
export type Access = keyof typeof ACCESS;

/** True when `role` is `least` or more. */
export function reaches(role: Role, least: Role): boolean {
  return roleSchema.options.indexOf(role) >= roleSchema.options.indexOf(least);
}
