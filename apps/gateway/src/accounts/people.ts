import { type Executor, isUniqueViolation } from '@aigateway/database';
import { z } from 'zod';
import type { System } from '../system.ts';

/** The end of the address of a person who has given none: a name that can never be delivered to. */
export const NO_ADDRESS = '@address.invalid';

/** Bounds of a password, in characters. */
export const PASSWORD_LENGTH = { min: 10, max: 200 } as const;

const addressSchema = z.email().max(254);

/** Somebody new. */
export interface NewPerson {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** The address as it is stored, or null when it is none or one of ours. */
export function readAddress(text: string): string | null {
  const email = text.trim().toLowerCase();
  return addressSchema.safeParse(email).success && !email.endsWith(NO_ADDRESS) ? email : null;
}

/** Whether a password may be set. */
export function isFitPassword(password: string): boolean {
  return password.length >= PASSWORD_LENGTH.min && password.length <= PASSWORD_LENGTH.max;
}

/** Writes a person. Throws the store's unique violation when the address is taken. */
export async function addPerson(executor: Executor, system: System, person: NewPerson) {
  const atMs = BigInt(system.now());
  await executor
    .insertInto('person')
    .values({
      ...person,
      email_verified: 0n,
      image: null,
      created_at_ms: atMs,
      updated_at_ms: atMs,
    })
    .execute();
}

/** Sets the password of a person, the first one or another; `hash` is the library's. */
export async function putPassword(
  executor: Executor,
  system: System,
  { personId, hash }: { readonly personId: string; readonly hash: string },
): Promise<void> {
  const atMs = BigInt(system.now());
  await executor
    .insertInto('sign_in_method')
    .values({
      id: system.newId('signInMethod'),
      person_id: personId,
      provider: 'credential',
      provider_account_id: personId,
      password_hash: hash,
      created_at_ms: atMs,
      updated_at_ms: atMs,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['provider', 'provider_account_id'])
        .doUpdateSet({ password_hash: hash, updated_at_ms: atMs }),
    )
    .execute();
}

/** The result of a work, or null when it met a key that is taken. */
export async function unlessTaken<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}
