import { describeStores } from '@aigateway/database/testing';
import { expect, it } from 'vitest';
import { auditLedger } from './audit.ts';
import { captureHold } from './capture-hold.ts';
import { readHold } from './hold.ts';
import { placeHold } from './place-hold.ts';
import { readBalance } from './read-balance.ts';
import { recoverHolds } from './recover-holds.ts';
import { freshId, newGeneration, openOrganisation, usd } from './testing/open-organisation.ts';

describeStores('recovery of holds', (store) => {
  async function interrupted(organisationId: string) {
    const holdId = freshId('hold');
    const generation = newGeneration(organisationId, holdId);
    await placeHold(store.database(), {
      id: holdId,
      organisationId,
      amountMicroUsd: usd(30n),
      atMs: 10n,
      expiresAtMs: 20n,
      generation,
    });
    return {
      id: freshId('txn'),
      holdId,
      organisationId,
      amountMicroUsd: usd(30n),
      atMs: 12n,
      generation: {
        id: generation.id,
        provider: 'built-in',
        imagesDelivered: 1n,
        costMicroUsd: usd(30n),
        attempts: 1n,
        latencyMs: 2n,
      },
    };
  }

  it('captures once what can be fetched, releases what cannot, expires the rest', async () => {
    const organisationId = await openOrganisation(store.database(), 150n);
    const kept = await interrupted(organisationId);
    const posted = await interrupted(organisationId);
    const lost = await interrupted(organisationId);
    const silent = await interrupted(organisationId);
    await captureHold(store.database(), posted);
    const recover = () =>
      recoverHolds(store.database(), {
        atMs: 20n,
        unsettled: [
          { capture: kept, isFetchable: true },
          { capture: posted, isFetchable: true },
          { capture: lost, isFetchable: false },
        ],
      });
    expect(await recover()).toEqual({ captured: 2n, released: 1n, expired: 1n });
    expect(await recover()).toEqual({ captured: 2n, released: 1n, expired: 0n });
    const { kysely } = store.database();
    const all = [kept, posted, lost, silent];
    const holds = await Promise.all(all.map(({ holdId }) => readHold(kysely, holdId)));
    const ends = ['captured', 'captured', 'released', 'expired'];
    expect(holds.map(({ state }) => state)).toEqual(ends);
    expect(await readBalance(kysely, organisationId)).toMatchObject({ availableMicroUsd: 90n });
    expect(await auditLedger(kysely, { atMs: 20n })).toEqual([]);
  });
});
