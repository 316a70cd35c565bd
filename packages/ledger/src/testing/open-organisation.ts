import { type MicroUsd, microUsd } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { openAccounts } from '../account.ts';
import type { NewGeneration } from '../generation-row.ts';
import { grantCredit } from '../grant-credit.ts';

let made = 0n;

/** An id that no other call in this process gives. */
export function freshId(prefix: string): string {
  made += 1n;
  return `${prefix}_${made}`;
}

/** Micro-dollars from an integer literal. */
export const usd = microUsd;

/** A new organisation with this much credit; gives its id. */
export async function openOrganisation(database: Database, credit: bigint): Promise<string> {
  const organisationId = freshId('org');
  await database.kysely
    .insertInto('organisation')
    .values({ id: organisationId, name: organisationId, created_at_ms: 1n })
    .execute();
  await openAccounts(database.kysely, { organisationId, atMs: 1n });
  if (credit > 0n) {
    const amountMicroUsd: MicroUsd = usd(credit);
    await grantCredit(database, { id: freshId('txn'), organisationId, amountMicroUsd, atMs: 1n });
  }
  return organisationId;
}

/** A generation's row that waits on a hold. */
export function newGeneration(organisationId: string, holdId: string): NewGeneration {
  return {
    id: `gen_${holdId}`,
    request_id: `req_${holdId}`,
    organisation_id: organisationId,
    key_id: null,
    model: 'maker/model',
    provider: null,
    state: 'held',
    hold_id: holdId,
    images_requested: 1n,
    images_delivered: 0n,
    list_price_micro_usd: 50_000n,
    cost_micro_usd: 0n,
    upstream_micro_usd: null,
    own_key: 0n,
    attempts: 0n,
    error_code: null,
    tag: null,
    latency_ms: null,
    sub_account_id: null,
    created_at_ms: 10n,
    finished_at_ms: null,
  };
}
