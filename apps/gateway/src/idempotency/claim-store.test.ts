import { describeStores } from '@aigateway/database/testing';
import { beforeEach, expect, test } from 'vitest';
import { createSystem } from '../system.ts';
import {
  CLAIM_LEASE_MS,
  type Claim,
  type ClaimedCall,
  ClaimLost,
  createClaimStore,
} from './claim-store.ts';

const DAY_MS = 86_400_000;
const call: ClaimedCall = {
  owner: { organisationId: 'org_1', subAccountId: null },
  key: 'k',
  fingerprint: 'f',
};

describeStores('claims of calls that must happen once', (place) => {
  let nowMs = 1_000_000;
  const system = { ...createSystem(), now: () => nowMs };
  const open = () => createClaimStore(place.database(), system);

  async function claimed(wanted: Partial<ClaimedCall> = {}): Promise<Claim> {
    const found = await open().claim({ ...call, ...wanted });
    if (found.state !== 'mine') throw new Error(found.state);
    return found.claim;
  }

  const complete = (claim: Claim, answer: string) =>
    place.database().transaction((executor) => open().complete(executor, claim, answer));

  beforeEach(async () => {
    nowMs = 1_000_000;
    const { kysely } = place.database();
    await kysely.deleteFrom('idempotent_call').execute();
    for (const id of ['org_1', 'org_2']) {
      await kysely
        .insertInto('organisation')
        .values({ id, name: id, created_at_ms: 0n })
        .onConflict((rows) => rows.doNothing())
        .execute();
    }
  });

  test('of many processes that claim at once, one has the call', async () => {
    const found = await Promise.all(Array.from({ length: 20 }, () => open().claim(call)));
    expect(found.filter(({ state }) => state === 'mine')).toHaveLength(1);
    expect(found.filter(({ state }) => state === 'running')).toHaveLength(19);
  });

  test('an answer is given for a day, to the same question only', async () => {
    await complete(await claimed(), 'what came of it');
    expect(await open().claim(call)).toEqual({ state: 'done', answer: 'what came of it' });
    expect(await open().claim({ ...call, fingerprint: 'g' })).toEqual({ state: 'other' });
    nowMs += DAY_MS - 1;
    expect(await open().claim(call)).toMatchObject({ state: 'done' });
    nowMs += 1;
    expect(await open().claim({ ...call, fingerprint: 'g' })).toMatchObject({ state: 'mine' });
  });

  test('another organisation and another tenant have keys of their own', async () => {
    await complete(await claimed(), 'mine');
    await claimed({ owner: { organisationId: 'org_2', subAccountId: null } });
    await claimed({ owner: { organisationId: 'org_1', subAccountId: 'sub_1' } });
    await claimed({ owner: { organisationId: 'org_1', subAccountId: 'sub_2' } });
  });

  test('a run that renews keeps its claim; one that is not heard of loses it', async () => {
    const first = await claimed();
    nowMs += CLAIM_LEASE_MS - 1;
    await open().renew(first);
    nowMs += CLAIM_LEASE_MS - 1;
    expect(await open().claim(call)).toEqual({ state: 'running' });
    nowMs += 1;
    const second = await claimed();
    await expect(complete(first, 'too late')).rejects.toThrow(ClaimLost);
    await open().free(first);
    await complete(second, 'in time');
    expect(await open().claim(call)).toEqual({ state: 'done', answer: 'in time' });
    await expect(complete(second, 'again')).rejects.toThrow(ClaimLost);
  });

  test('a freed claim, and one whose process is surely dead, can be taken at once', async () => {
    await open().free(await claimed());
    await claimed();
    await open().loseAll();
    await complete(await claimed(), 'after the restart');
    await open().loseAll();
    expect(await open().claim(call)).toMatchObject({ state: 'done' });
  });

  test('what is a day old is deleted', async () => {
    await complete(await claimed(), 'x');
    nowMs += DAY_MS - 1;
    await open().removeOld();
    expect(await open().claim(call)).toMatchObject({ state: 'done' });
    nowMs += 1;
    await open().removeOld();
    const rows = await place.database().kysely.selectFrom('idempotent_call').selectAll().execute();
    expect(rows).toEqual([]);
  });
});
