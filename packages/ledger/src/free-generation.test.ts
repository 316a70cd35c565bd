import { describeStores } from '@aigateway/database/testing';
import { expect, it } from 'vitest';
import { endFree, openFree } from './free-generation.ts';
import { readBalance } from './read-balance.ts';
import { freshId, newGeneration, openOrganisation, usd } from './testing/open-organisation.ts';

describeStores('generations that cost nothing', (store) => {
  it('end once, with their pictures, and move no money', async () => {
    const database = store.database();
    const organisationId = await openOrganisation(database, 100n);
    const row = { ...newGeneration(organisationId, freshId('free')), hold_id: null };
    await openFree(database, row);
    const image = {
      id: freshId('img'),
      organisation_id: organisationId,
      generation_id: row.id,
      sha256: 'ab',
      format: 'png',
      width: 8n,
      height: 8n,
      size_bytes: 9n,
      created_at_ms: 12n,
      expires_at_ms: null,
    };
    const generation = {
      id: row.id,
      provider: 'own',
      imagesDelivered: 1n,
      costMicroUsd: usd(0n),
      attempts: 1n,
      latencyMs: 2n,
      report: '{}',
    };
    await endFree(database, { generation, state: 'captured', atMs: 12n, images: [image] });
    await endFree(database, { generation, state: 'released', atMs: 13n, images: [] });
    const { kysely } = database;
    const ended = await kysely.selectFrom('generation').selectAll().where('id', '=', row.id);
    expect(await ended.executeTakeFirstOrThrow()).toMatchObject({
      state: 'captured',
      provider: 'own',
      images_delivered: 1n,
      finished_at_ms: 12n,
      report: '{}',
    });
    const kept = kysely.selectFrom('image').selectAll().where('generation_id', '=', row.id);
    expect(await kept.execute()).toMatchObject([image]);
    expect(await readBalance(kysely, organisationId)).toMatchObject({ availableMicroUsd: 100n });
  });
});
