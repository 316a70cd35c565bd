import type { Database, Executor } from '@aigateway/database';
import type { System } from '../system.ts';
import { hashToken } from './auth-adapter.ts';
import { addMember } from './organisations.ts';
import { addPerson, type NewPerson, NO_ADDRESS } from './people.ts';

const LINK_TTL_MS = 24 * 60 * 60 * 1000;
const TOKEN_BYTES = 32;

/** What links are made with. */
export interface LinkParts {
  readonly database: Database;
  readonly system: System;
}

/** Whom a link signs in; without a person, the first owner of the organisation. */
export interface LinkTarget {
  readonly organisationId: string;
  readonly personId?: string;
}

/** A token that signs in once within a day. Only its hash is stored. */
export async function createSignInLink(parts: LinkParts, target: LinkTarget): Promise<string> {
  const token = newToken(parts.system);
  const nowMs = parts.system.now();
  await parts.database.kysely
    .insertInto('sign_in_link')
    .values({
      token_hash: hashToken(token),
      organisation_id: target.organisationId,
      role: 'owner',
      created_at_ms: BigInt(nowMs),
      expires_at_ms: BigInt(nowMs + LINK_TTL_MS),
      used_at_ms: null,
      person_id: target.personId ?? null,
    })
    .execute();
  return token;
}

/** Spends a link: the person it is for, or null when it is unknown, spent or too old. */
export function spendSignInLink(
  { database, system }: LinkParts,
  token: string,
): Promise<string | null> {
  return database.transaction(async (executor) => {
    const nowMs = BigInt(system.now());
    const link = await executor
      .updateTable('sign_in_link')
      .set({ used_at_ms: nowMs })
      .where('token_hash', '=', hashToken(token))
      .where('used_at_ms', 'is', null)
      .where('expires_at_ms', '>', nowMs)
      .returning(['organisation_id', 'person_id'])
      .executeTakeFirst();
    if (!link) return null;
    return link.person_id ?? (await ownerOf(executor, system, link.organisation_id));
  });
}

/** The first owner of an organisation; made, without address and password, when there is none. */
async function ownerOf(executor: Executor, system: System, organisationId: string) {
  const known = await executor
    .selectFrom('member')
    .select('person_id')
    .where('organisation_id', '=', organisationId)
    .where('role', '=', 'owner')
    .orderBy('created_at_ms')
    .executeTakeFirst();
  if (known) return known.person_id;
  const id = system.newId('person');
  await addOwner(executor, system, {
    organisationId,
    person: { id, email: `${id.toLowerCase()}${NO_ADDRESS}`, name: 'Owner' },
  });
  return id;
}

/** A new person as owner of an organisation; how it signs in is set later, behind a link. */
export async function addOwner(
  executor: Executor,
  system: System,
  owner: { readonly organisationId: string; readonly person: NewPerson },
): Promise<void> {
  const { organisationId, person } = owner;
  await addPerson(executor, system, person);
  await addMember(executor, system, { organisationId, personId: person.id, role: 'owner' });
}

/** 256 random bits for a link. */
export function newToken(system: System): string {
  return Buffer.from(system.randomBytes(TOKEN_BYTES)).toString('base64url');
}
