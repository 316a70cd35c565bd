import type { Database, Executor } from '@aigateway/database';
import type { System } from './system.ts';

/** What is written into the log. */
export type AuditAction =
  | 'key.created'
  | 'key.changed'
  | 'key.rotated'
  | 'key.rotation_finished'
  | 'key.revoked'
  | 'sub_account.created'
  | 'sub_account.changed'
  | 'sub_account.closed'
  | 'budget.created'
  | 'budget.changed'
  | 'budget.deleted'
  | 'webhook.created'
  | 'webhook.changed'
  | 'webhook.deleted'
  | 'webhook_secret.rotated'
  | 'credit.granted'
  | 'credit.adjusted'
  | 'credit.bought'
  | 'credit.reversed'
  | 'credit.restored'
  | 'auto_reload.changed'
  | 'auto_reload.paused'
  | 'own_key.attached'
  | 'own_key.rotated'
  | 'own_key.revoked'
  | 'session.opened'
  | 'session.refused'
  | 'session.ended'
  | 'password.set'
  | 'organisation.created'
  | 'organisation.changed'
  | 'member.joined'
  | 'member.changed'
  | 'member.removed'
  | 'member.left'
  | 'invitation.created'
  | 'invitation.withdrawn';

/** One deed. */
export interface AuditDeed {
  readonly organisationId: string;
  /** `key:key_…`, `person:usr_…`, `command-line`, `system`, or `nobody` of a refused sign-in. */
  readonly actor: string;
  readonly action: AuditAction;
  /** The id of what it was done to. */
  readonly subject: string | null;
  /** Names and numbers, never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A row of the log as the operator reads it. */
export interface AuditEntry {
  readonly id: string;
  readonly organisationId: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly atMs: number;
}

/** Which rows to read: newest first, older than `before`. */
export interface AuditQuery {
  readonly organisationId?: string;
  readonly limit: number;
  /** The last entry of the page before. */
  readonly before?: Pick<AuditEntry, 'id' | 'atMs'>;
}

/** Writes a deed; give it the executor of the transaction that does it. */
export async function writeAudit(
  executor: Executor,
  system: System,
  deed: AuditDeed,
): Promise<void> {
  await executor
    .insertInto('audit_log')
    .values({
      id: system.newId('auditEntry'),
      organisation_id: deed.organisationId,
      actor: deed.actor,
      action: deed.action,
      subject: deed.subject,
      detail: JSON.stringify(deed.detail ?? {}, (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
      created_at_ms: BigInt(system.now()),
    })
    .execute();
}

/** A page of the log, for the operator; newest first. */
export async function readAuditLog(database: Database, query: AuditQuery): Promise<AuditEntry[]> {
  const { organisationId, before, limit } = query;
  let rows = database.kysely
    .selectFrom('audit_log')
    .selectAll()
    .orderBy('created_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (organisationId !== undefined) rows = rows.where('organisation_id', '=', organisationId);
  if (before) {
    const atMs = BigInt(before.atMs);
    rows = rows.where((is) =>
      is.or([
        is('created_at_ms', '<', atMs),
        is.and([is('created_at_ms', '=', atMs), is('id', '<', before.id)]),
      ]),
    );
  }
  return (await rows.execute()).map((row) => ({
    id: row.id,
    organisationId: row.organisation_id,
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
    atMs: Number(row.created_at_ms),
  }));
}
