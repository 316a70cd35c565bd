import type { Database } from '@aigateway/database';
import type { System } from '../system.ts';
import { DATA_KEY_BYTES, type KeyWrapper, NONCE_BYTES, seal, unseal } from './key-wrapper.ts';

/** Seals secrets of organisations, each under a key of its own. */
export interface DataKeys {
  /** `context` names what is sealed: a row cannot be read in another's place. */
  seal(organisationId: string, context: string, secret: string): Promise<string>;
  unseal(organisationId: string, context: string, sealed: string): Promise<string>;
  /** Wraps every data key anew by the present wrapper. Returns how many were. */
  rewrap(): Promise<number>;
}

/** Data keys in the database. `former` opens what a secret before this one wrapped. */
export function createDataKeys(
  database: Database,
  system: System,
  wrappers: { readonly present: KeyWrapper; readonly former: KeyWrapper | null },
): DataKeys {
  const { present, former } = wrappers;
  const unwrap = (row: { wrapped: string; wrapped_by: string; organisation_id: string }) => {
    const wrapper = [present, former].find((one) => one?.id === row.wrapped_by);
    if (!wrapper) {
      throw new Error(
        'A stored key was sealed under another AIGATEWAY_SECRET. Set AIGATEWAY_PREVIOUS_SECRET.',
      );
    }
    return wrapper.unwrap(row.wrapped, row.organisation_id);
  };
  const open = async (organisationId: string) => {
    const row = await database.kysely
      .selectFrom('organisation_data_key')
      .selectAll()
      .where('organisation_id', '=', organisationId)
      .executeTakeFirst();
    return row ? unwrap(row) : null;
  };
  const make = async (organisationId: string) => {
    const row = {
      organisation_id: organisationId,
      wrapped: await present.wrap(system.randomBytes(DATA_KEY_BYTES), organisationId),
      wrapped_by: present.id,
      created_at_ms: BigInt(system.now()),
    };
    await database.transaction((executor) =>
      executor
        .insertInto('organisation_data_key')
        .values(row)
        .onConflict((conflict) => conflict.column('organisation_id').doNothing())
        .execute(),
    );
    // A twin may have been first: what is stored counts.
    const stored = await open(organisationId);
    if (!stored) throw new Error('The data key could not be stored.');
    return stored;
  };
  return {
    async seal(organisationId, context, secret) {
      const key = (await open(organisationId)) ?? (await make(organisationId));
      return seal(Buffer.from(secret), { key, context, iv: system.randomBytes(NONCE_BYTES) });
    },
    async unseal(organisationId, context, sealed) {
      const key = await open(organisationId);
      if (!key) throw new Error('The data key of a stored key is gone.');
      return Buffer.from(unseal(sealed, { key, context })).toString('utf8');
    },
    async rewrap() {
      const rows = await database.kysely
        .selectFrom('organisation_data_key')
        .selectAll()
        .where('wrapped_by', '!=', present.id)
        .execute();
      for (const row of rows) {
        const wrapped = await present.wrap(await unwrap(row), row.organisation_id);
        await database.transaction((executor) =>
          executor
            .updateTable('organisation_data_key')
            .set({ wrapped, wrapped_by: present.id })
            .where('organisation_id', '=', row.organisation_id)
            .where('wrapped_by', '=', row.wrapped_by)
            .execute(),
        );
      }
      return rows.length;
    },
  };
}
