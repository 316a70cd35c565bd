import { ApiError, type SubAccount, toCents } from '@aigateway/contract';
import type { SubAccountTable } from '@aigateway/database';
import type { Selectable } from 'kysely';
import type { Principal } from '../principal.ts';
import { type ControlParts, toSeconds } from './parts.ts';

/** A stored sub-account. */
export type SubAccountRow = Selectable<SubAccountTable>;

/** The sub-accounts that a caller may see: a key of one sees only that one. */
export function ownSubAccounts({ database }: ControlParts, by: Principal) {
  const rows = database.kysely
    .selectFrom('sub_account')
    .selectAll()
    .where('organisation_id', '=', by.organisationId);
  return by.subAccount ? rows.where('id', '=', by.subAccount.id) : rows;
}

/** An open sub-account. Throws 404 `sub_account_not_found`, also for somebody else's. */
export async function findSubAccount(
  parts: ControlParts,
  by: Principal,
  id: string,
): Promise<SubAccountRow> {
  const row = await ownSubAccounts(parts, by)
    .where('id', '=', id)
    .where('closed_at_ms', 'is', null)
    .executeTakeFirst();
  if (!row) throw subAccountNotFound();
  return row;
}

/** Also for ids of others: nobody learns that they exist. */
export function subAccountNotFound(): ApiError {
  return new ApiError(
    'sub_account_not_found',
    'There is no such open sub-account. GET /v1/sub-accounts lists yours.',
  );
}

/** A sub-account's record on the wire. */
export function toWireSubAccount(row: SubAccountRow): SubAccount {
  const cap = row.spend_cap_micro_usd;
  return {
    id: row.id,
    object: 'sub_account',
    name: row.name,
    external_ref: row.external_ref,
    spend_cap_cents: cap === null ? null : toCents(cap),
    created_at: toSeconds(row.created_at_ms),
    closed_at: row.closed_at_ms === null ? null : toSeconds(row.closed_at_ms),
  };
}
