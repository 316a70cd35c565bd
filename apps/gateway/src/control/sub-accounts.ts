import { fromCents, type SubAccountUpdate } from '@aigateway/contract';
import { type AuditAction, writeAudit } from '../audit-log.ts';
import type { SubAccountDesk } from '../control-plane.ts';
import { actorOf, type Principal } from '../principal.ts';
import { newKeyCaps } from './keys.ts';
import { isAfter, limitOf, startOf, toPage, writeCursor } from './page.ts';
import type { ControlParts } from './parts.ts';
import { requireUncapped } from './rules.ts';
import {
  findSubAccount,
  ownSubAccounts,
  type SubAccountRow,
  subAccountNotFound,
  toWireSubAccount,
} from './sub-account-rows.ts';

/** The desk for sub-accounts. */
export function createSubAccountDesk(parts: ControlParts): SubAccountDesk {
  const { database, system, keys } = parts;
  return {
    async createSubAccount(by, { name, external_ref, ...rest }) {
      const { spend_cap_cents: cap = null, scopes = ['images', 'read'], ...keyBody } = rest;
      const caps = newKeyCaps(parts, by, { ...keyBody, scopes });
      const row: SubAccountRow = {
        id: system.newId('subAccount'),
        organisation_id: by.organisationId,
        name,
        external_ref: external_ref ?? null,
        spend_cap_micro_usd: cap === null ? null : fromCents(cap),
        created_at_ms: BigInt(system.now()),
        closed_at_ms: null,
      };
      await database.transaction(async (executor) => {
        await executor.insertInto('sub_account').values(row).execute();
        await writeAudit(executor, system, deed(by, 'sub_account.created', row));
      });
      const made = await keys.create(
        { organisationId: by.organisationId, name, scopes, subAccountId: row.id, ...caps },
        actorOf(by),
      );
      return { ...toWireSubAccount(row), key_id: made.record.id, key: made.secret };
    },
    async listSubAccounts(by, page) {
      const limit = limitOf(page);
      const rows = await ownSubAccounts(parts, by)
        .where('closed_at_ms', 'is', null)
        .where(isAfter(startOf(page)))
        .orderBy('created_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      return toPage(rows, limit, {
        item: toWireSubAccount,
        cursor: (row) => writeCursor([Number(row.created_at_ms), row.id]),
      });
    },
    async getSubAccount(by, id) {
      return toWireSubAccount(await findSubAccount(parts, by, id));
    },
    updateSubAccount: (by, id, change) => update(parts, by, { id, change }),
    async closeSubAccount(by, id) {
      await findSubAccount(parts, by, id);
      await revokeKeys(parts, by, id);
      const closed_at_ms = BigInt(system.now());
      await write(parts, by, { id, columns: { closed_at_ms }, action: 'sub_account.closed' });
      return { id, object: 'sub_account', deleted: true };
    },
  };
}

async function update(
  parts: ControlParts,
  by: Principal,
  { id, change }: { id: string; change: SubAccountUpdate },
) {
  const { spend_cap_cents: cap } = change;
  if (cap !== undefined) requireUncapped(by);
  const row = await write(parts, by, {
    id,
    action: 'sub_account.changed',
    columns: {
      ...(change.name !== undefined && { name: change.name }),
      ...(change.external_ref !== undefined && { external_ref: change.external_ref }),
      ...(cap !== undefined && { spend_cap_micro_usd: cap === null ? null : fromCents(cap) }),
    },
  });
  parts.keys.forgetSubAccount(id);
  return toWireSubAccount(row);
}

interface Write {
  readonly id: string;
  readonly columns: Partial<SubAccountRow>;
  readonly action: AuditAction;
}

async function write(
  { database, system }: ControlParts,
  by: Principal,
  { id, columns, action }: Write,
): Promise<SubAccountRow> {
  const row = await database.transaction(async (executor) => {
    const changed = await executor
      .updateTable('sub_account')
      .set({ organisation_id: by.organisationId, ...columns })
      .where('id', '=', id)
      .where('organisation_id', '=', by.organisationId)
      .where('closed_at_ms', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (changed) await writeAudit(executor, system, deed(by, action, changed));
    return changed;
  });
  if (!row) throw subAccountNotFound();
  return row;
}

async function revokeKeys(parts: ControlParts, by: Principal, id: string): Promise<void> {
  const rows = await parts.database.kysely
    .selectFrom('api_key')
    .select('id')
    .where('organisation_id', '=', by.organisationId)
    .where('sub_account_id', '=', id)
    .where('revoked_at_ms', 'is', null)
    .execute();
  for (const key of rows) await parts.keys.revoke(by.organisationId, key.id, actorOf(by));
}

function deed(by: Principal, action: AuditAction, row: SubAccountRow) {
  const { organisationId } = by;
  const detail = { name: row.name, spend_cap_micro_usd: row.spend_cap_micro_usd };
  return { organisationId, actor: actorOf(by), action, subject: row.id, detail };
}
