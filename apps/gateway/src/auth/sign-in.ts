import { createHash } from 'node:crypto';
import type { Database } from '@aigateway/database';
import { writeAudit } from '../audit-log.ts';
import type { System } from '../system.ts';

const LINK_TTL_MS = 24 * 60 * 60 * 1000;
const SESSION_TTL_MS = 14 * 24 * 60 * 60 * 1000;
const TOKEN_BYTES = 32;

/** A signed-in person. */
export interface Session {
  readonly id: string;
  readonly organisationId: string;
  readonly role: string;
  readonly expiresAtMs: number;
}

/** One-time sign-in links and the sessions they open. Only hashes of tokens are stored. */
export interface SignIn {
  /** A token that opens one session within a day. */
  createLink(organisationId: string, role: string): Promise<string>;
  /** Spends a link; null when it is unknown, spent or too old. */
  spendLink(token: string): Promise<{ token: string; session: Session } | null>;
  readSession(token: string): Promise<Session | null>;
  endSession(token: string): Promise<void>;
}

/** Sign-in over the database. */
export function createSignIn(database: Database, system: System): SignIn {
  const newToken = () => Buffer.from(system.randomBytes(TOKEN_BYTES)).toString('base64url');
  return {
    async createLink(organisationId, role) {
      const token = newToken();
      const nowMs = system.now();
      await database.kysely
        .insertInto('sign_in_link')
        .values({
          token_hash: hash(token),
          organisation_id: organisationId,
          role,
          created_at_ms: BigInt(nowMs),
          expires_at_ms: BigInt(nowMs + LINK_TTL_MS),
          used_at_ms: null,
        })
        .execute();
      return token;
    },
    async spendLink(token) {
      const nowMs = BigInt(system.now());
      const link = await database.kysely
        .updateTable('sign_in_link')
        .set({ used_at_ms: nowMs })
        .where('token_hash', '=', hash(token))
        .where('used_at_ms', 'is', null)
        .where('expires_at_ms', '>', nowMs)
        .returning(['organisation_id', 'role'])
        .executeTakeFirst();
      if (!link) return null;
      const opened = newToken();
      const session = await openSession(database, system, {
        tokenHash: hash(opened),
        organisationId: link.organisation_id,
        role: link.role,
      });
      return { token: opened, session };
    },
    async readSession(token) {
      const row = await database.kysely
        .selectFrom('session')
        .select(['id', 'organisation_id', 'role', 'expires_at_ms'])
        .where('token_hash', '=', hash(token))
        .where('expires_at_ms', '>', BigInt(system.now()))
        .executeTakeFirst();
      if (!row) return null;
      return {
        id: row.id,
        organisationId: row.organisation_id,
        role: row.role,
        expiresAtMs: Number(row.expires_at_ms),
      };
    },
    endSession: (token) => endSession(database, system, token),
  };
}

async function endSession(database: Database, system: System, token: string): Promise<void> {
  await database.transaction(async (executor) => {
    const ended = await executor
      .deleteFrom('session')
      .where('token_hash', '=', hash(token))
      .returning(['id', 'organisation_id'])
      .executeTakeFirst();
    if (!ended) return;
    await writeAudit(executor, system, {
      organisationId: ended.organisation_id,
      actor: `session:${ended.id}`,
      action: 'session.ended',
      subject: ended.id,
    });
  });
}

async function openSession(
  database: Database,
  system: System,
  from: { tokenHash: string; organisationId: string; role: string },
): Promise<Session> {
  const nowMs = system.now();
  const expiresAtMs = nowMs + SESSION_TTL_MS;
  const id = system.newId('session');
  await database.transaction(async (executor) => {
    await executor
      .insertInto('session')
      .values({
        id,
        token_hash: from.tokenHash,
        organisation_id: from.organisationId,
        role: from.role,
        created_at_ms: BigInt(nowMs),
        expires_at_ms: BigInt(expiresAtMs),
      })
      .execute();
    await writeAudit(executor, system, {
      organisationId: from.organisationId,
      actor: `session:${id}`,
      action: 'session.opened',
      subject: id,
      detail: { role: from.role },
    });
  });
  return { id, organisationId: from.organisationId, role: from.role, expiresAtMs };
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
