import type { Database } from '@aigateway/database';
import { openAccounts } from '@aigateway/ledger';
import type { System } from '../system.ts';

/** The organisation of whoever runs the installation; the same in every data folder. */
export const OWNER_ORGANISATION_ID = 'org_0000000000000owner';

/** Makes the owner's organisation and its accounts when they are not there; safe to repeat. */
export async function ensureOwner(database: Database, system: System): Promise<void> {
  const atMs = BigInt(system.now());
  await database.kysely
    .insertInto('organisation')
    .values({ id: OWNER_ORGANISATION_ID, name: 'Owner', created_at_ms: atMs })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await openAccounts(database.kysely, { organisationId: OWNER_ORGANISATION_ID, atMs });
}
