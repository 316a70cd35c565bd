import { describeStores } from '@aigateway/database/testing';
import { expect, it } from 'vitest';
import { auditLedger } from './audit.ts';
import { readHold } from './hold.ts';
import { placeHold } from './place-hold.ts';
import { readBalance } from './read-balance.ts';
import { recoverHolds } from './recover-holds.ts';
import { freshId, newGeneration, openOrganisation, usd } from './testing/open-organisation.ts';

describeStores('recovery of holds', (store) => {
  async function interrupted(organisationId: string, state: 'stored' | 'dispatched') {
    const id = freshId('hold');
    await placeHold(store.database(), {
      id,
      organisationId,
      amountMicroUsd: usd(30n),
      atMs: 10n,
      expiresAtMs: 20n,
      generation: { ...newGeneration(organisationId, id), state },
    });
    return id;
  }

  it('captures what can be fetched, releases what cannot, expires the rest', async () => {
    const organisationId = await openOrganisation(store.database(), 100n);
    const kept = await interrupted(organisationId, 'stored');
    const lost = await interrupted(organisationId, 'stored');
    const silent = await interrupted(organisationId, 'dispatched');
    const recover = () =>
      recoverHolds(store.database(), {
        atMs: 20n,
        acceptedBeforeMs: 15n,
        lookUp: async ({ id, holdId }) => {
          if (holdId !== kept) return null;
          const amountMicroUsd = usd(30n);
          return {
            amountMicroUsd,
            generation: {
              id,
              provider: 'built-in',
              imagesDelivered: 1n,
              costMicroUsd: amountMicroUsd,
              attempts: 1n,
              latencyMs: null,
            },
          };
        },
      });
    expect(await recover()).toEqual({ captured: 1n, released: 1n, expired: 1n });
    expect(await recover()).toEqual({ captured: 0n, released: 0n, expired: 0n });
    const { kysely } = store.database();
    const states = await Promise.all([kept, lost, silent].map((id) => readHold(kysely, id)));
    expect(states.map(({ state }) => state)).toEqual(['captured', 'released', 'expired']);
    expect(await readBalance(kysely, organisationId)).toMatchObject({ availableMicroUsd: 70n });
    expect(await auditLedger(kysely, { atMs: 20n })).toEqual([]);
  });
});
