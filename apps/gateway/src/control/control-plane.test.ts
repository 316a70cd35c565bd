import { ApiError, microUsd, toCents } from '@aigateway/contract';
import { describeStores } from '@aigateway/database/testing';
import { grantCredit, openAccounts, readBalance } from '@aigateway/ledger';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { readAuditLog } from '../audit-log.ts';
import { hashApiKey } from '../auth/api-key.ts';
import { createKeyStore } from '../auth/key-store.ts';
import { ensureOwner, OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import { createBudgetBook } from '../metering/budget-book.ts';
import { createMeter, type Meter, type PaidPicture } from '../metering/meter.ts';
import { createSpendingWatch } from '../metering/spending-watch.ts';
import { readMargins } from '../office/margins.ts';
import { auditBooks } from '../operations/audit-books.ts';
import type { Principal } from '../principal.ts';
import { createSystem } from '../system.ts';
import { createControlPlane } from './create-control-plane.ts';

const PRICE = microUsd(50_001n);
const NOVEMBER = Date.UTC(2026, 10, 30, 23, 30);
const HOUR_MS = 3_600_000;
const OTHER = 'org_00000000somebody';

describeStores('the control plane', (store) => {
  let nowMs = NOVEMBER;
  const system = { ...createSystem(), now: () => nowMs };
  const bare = () => {
    const database = store.database();
    const keys = createKeyStore(database, system);
    const book = createBudgetBook(database, system);
    const watch = createSpendingWatch(database, system);
    const meter = createMeter({
      database,
      system,
      book,
      watch,
      notes: { write() {}, remove() {} },
    });
    const unbound = { rateLimitRpm: null, imagesPerMinute: null, maxConcurrentImages: null };
    const control = createControlPlane({
      database,
      system,
      keys,
      publicUrl: () => 'http://127.0.0.1',
      isOperator: (id) => id === OWNER_ORGANISATION_ID,
      ceilingOf: ({ organisationId: id }) =>
        id === OWNER_ORGANISATION_ID ? unbound : { ...unbound, rateLimitRpm: 600 },
      retentionDays: 7,
      forgetBudgets: book.forget,
    });
    return { database, keys, watch, meter, control };
  };
  let house: ReturnType<typeof bare>;
  let owner: Principal;
  let stranger: Principal;

  async function admin(organisationId: string): Promise<Principal> {
    const scopes = ['images', 'read', 'admin'] as const;
    const made = await house.keys.create({ organisationId, name: 'admin', scopes });
    return principalOf(made.secret);
  }
  async function principalOf(secret: string): Promise<Principal> {
    const found = await house.keys.find(hashApiKey(secret));
    if (!found) throw new Error('the key is dead');
    return found.principal;
  }

  beforeAll(async () => {
    const database = store.database();
    await ensureOwner(database, system);
    const other = { id: OTHER, name: 'Other', created_at_ms: 1n };
    await database.kysely.insertInto('organisation').values(other).execute();
    await openAccounts(database.kysely, { organisationId: OTHER, atMs: 1n });
    for (const organisationId of [OWNER_ORGANISATION_ID, OTHER]) {
      const id = `txn_credit_${organisationId}`;
      const amountMicroUsd = microUsd(10_000_000n);
      await grantCredit(database, { id, organisationId, amountMicroUsd, atMs: 1n });
    }
  });
  beforeEach(async () => {
    nowMs = NOVEMBER;
    house = bare();
    owner = await admin(OWNER_ORGANISATION_ID);
    stranger = await admin(OTHER);
  });

  const open = (principal: Principal, tag: string | null = null, images = 1) =>
    house.meter.open({
      requestId: system.newId('request'),
      principal,
      tag,
      model: 'maker/model',
      images,
      quote: { pictureMicroUsd: PRICE, totalMicroUsd: microUsd(PRICE * BigInt(images)) },
      deadlineMs: HOUR_MS,
    });
  const spend = async (principal: Principal, tag: string | null = null, images = 1) => {
    const pictures = Array.from({ length: images }, () => picture(system.newId('image')));
    return house.meter.settle(await open(principal, tag, images), { pictures, ...delivery });
  };
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) => (error instanceof ApiError ? error.code : error),
    );
  const events = (type: string) =>
    store
      .database()
      .kysely.selectFrom('event')
      .select(['once', 'data'])
      .where('type', '=', type as string)
      .execute();

  test('a tag is capped by the month of its own zone; a change counts at once', async () => {
    const body = { tag: 'berlin', monthly_cap_cents: 10.5, time_zone: 'Europe/Berlin' };
    const budget = await house.control.createBudget(owner, body);
    expect(budget).toMatchObject({ ...body, period: '2026-12', spent_cents: 0 });
    await spend(owner, 'berlin', 2);
    expect(await refusal(spend(owner, 'berlin'))).toBe('budget_exceeded');
    expect(await refusal(spend(owner, 'elsewhere'))).toBeNull();
    expect(await house.control.getBudget(owner, budget.id)).toMatchObject({
      spent_cents: toCents(2n * PRICE),
      held_cents: 0,
    });
    nowMs += HOUR_MS;
    expect(await refusal(spend(owner, 'berlin'))).toBe('budget_exceeded');
    await house.control.updateBudget(owner, budget.id, { monthly_cap_cents: 16 });
    expect(await refusal(spend(owner, 'berlin'))).toBeNull();
    await house.control.deleteBudget(owner, budget.id);
    expect(await refusal(spend(owner, 'berlin'))).toBeNull();
  });

  test('a key and a sub-account are capped by the month of UTC', async () => {
    const made = await house.control.createSubAccount(owner, { name: 's', spend_cap_cents: 6 });
    const first = await principalOf(made.key);
    const more = { name: 'further', sub_account_id: made.id };
    const second = await principalOf((await house.control.createKey(owner, more)).key);
    await spend(first);
    expect(await refusal(spend(first))).toBe('budget_exceeded');
    expect(await refusal(spend(second))).toBe('budget_exceeded');
    nowMs += HOUR_MS;
    expect(await refusal(spend(second))).toBeNull();
    await house.control.updateSubAccount(owner, made.id, { spend_cap_cents: null });
    expect(await refusal(spend(await principalOf(made.key)))).toBeNull();
  });

  test('80 % and 100 % of a cap are said once a month', async () => {
    await house.control.createBudget(owner, { tag: 'events', monthly_cap_cents: 12 });
    const mine = async () =>
      (await events('budget.exceeded'))
        .map((event) => JSON.parse(event.data))
        .filter((data) => data.subject === 'events')
        .map((data) => data.threshold_percent);
    await spend(owner, 'events');
    await house.watch.flush();
    expect(await mine()).toEqual([]);
    await spend(owner, 'events');
    await house.watch.flush();
    expect(await mine()).toEqual([80]);
    for (let i = 0; i < 3; i++) await refusal(spend(owner, 'events'));
    await house.watch.flush();
    await house.watch.flush();
    expect(await mine()).toEqual([80, 100]);
    nowMs += HOUR_MS;
    await refusal(spend(owner, 'events', 3));
    await house.watch.flush();
    expect(await mine()).toHaveLength(4);
  });

  test('a wallet says that it is low once a credit', async () => {
    const mine = async () =>
      (await events('balance.low'))
        .filter((event) => event.once.includes(`${OTHER}`) || event.once.includes('txn_more'))
        .map((event) => JSON.parse(event.data).threshold_percent);
    await spend(stranger, null, 100);
    await house.watch.flush();
    expect(await mine()).toEqual([]);
    await spend(stranger, null, 80);
    await house.watch.flush();
    await spend(stranger);
    await house.watch.flush();
    expect(await mine()).toEqual([80]);
    expect(await refusal(spend(stranger, null, 100))).toBe('wallet_empty');
    await house.watch.flush();
    expect(await mine()).toEqual([80, 100]);
    const amountMicroUsd = microUsd(10_000_000n);
    const credit = { id: 'txn_more', organisationId: OTHER, amountMicroUsd, atMs: 2n };
    await grantCredit(store.database(), credit);
    await spend(stranger);
    await house.watch.flush();
    expect(await mine()).toEqual([80, 100]);
  });

  test('what is of somebody else is not there', async () => {
    const { control } = house;
    const key = await control.createKey(owner, { name: 'mine' });
    const sub = await control.createSubAccount(owner, { name: 's' });
    const budget = await control.createBudget(owner, { tag: 'private', monthly_cap_cents: 1 });
    const tries: [() => Promise<unknown>, string][] = [
      [() => control.getKey(stranger, key.id), 'key_not_found'],
      [() => control.updateKey(stranger, key.id, { name: 'x' }), 'key_not_found'],
      [() => control.rotateKey(stranger, key.id, true), 'key_not_found'],
      [() => control.revokeKey(stranger, key.id), 'key_not_found'],
      [
        () => control.createKey(stranger, { name: 'k', sub_account_id: sub.id }),
        'sub_account_not_found',
      ],
      [() => control.getSubAccount(stranger, sub.id), 'sub_account_not_found'],
      [() => control.updateSubAccount(stranger, sub.id, { name: 'x' }), 'sub_account_not_found'],
      [() => control.closeSubAccount(stranger, sub.id), 'sub_account_not_found'],
      [() => control.getBudget(stranger, budget.id), 'budget_not_found'],
      [
        () => control.updateBudget(stranger, budget.id, { monthly_cap_cents: 9 }),
        'budget_not_found',
      ],
      [() => control.deleteBudget(stranger, budget.id), 'budget_not_found'],
    ];
    for (const [work, code] of tries) expect(await refusal(work())).toBe(code);
    const seen = JSON.stringify([
      await control.listKeys(stranger, { limit: 100 }),
      await control.listSubAccounts(stranger, {}),
      await control.listBudgets(stranger, {}),
    ]);
    for (const { id } of [key, sub, budget]) expect(seen).not.toContain(id);
    const tooFast = control.createKey(stranger, { name: 'k', rate_limit_rpm: 601 });
    expect(await refusal(tooFast)).toBe('scope_exceeded');
  });

  test('usage, captures and the wallet agree to the micro-dollar, whatever happened', async () => {
    const { control } = house;
    const sub = await control.createSubAccount(owner, { name: 's', default_tag: 'sub' });
    const principals = [owner, await principalOf(sub.key), stranger];
    const before = await usageOf(owner);
    const wallet = await posted();
    for (let i = 0; i < 40; i++) {
      const principal = principals[i % 3] ?? owner;
      const tag = [null, 'a', 'b,"c"'][i % 5] ?? null;
      const held = await open(principal, tag, 1 + (i % 3));
      if (i % 4 === 3) {
        await house.meter.release(held, { attempts: 2, errorCode: 'upstream_failed' });
      } else {
        const kept = Array.from({ length: 1 + (i % 2) }, () => picture(system.newId('image')));
        await house.meter.settle(held, { ...delivery, pictures: kept.slice(0, 1 + (i % 3)) });
      }
    }
    const after = await usageOf(owner);
    const spent = wallet - (await posted());
    expect(spent).toBeGreaterThan(0n);
    for (const [name, sum] of Object.entries(after)) {
      expect([name, sum - (before[name] ?? 0n)]).toEqual([name, spent]);
    }
    const nobody = async () => true;
    const parts = { database: store.database(), nowMs };
    expect(await auditBooks({ ...parts, hasBytes: nobody })).toEqual([]);
    const missing = await auditBooks({ ...parts, hasBytes: async () => false });
    expect(missing.length).toBeGreaterThan(0);
    expect(new Set(missing.map((one) => one.check))).toEqual(new Set(['picture_file_missing']));
  });

  async function posted(): Promise<bigint> {
    return (await readBalance(store.database().kysely, OWNER_ORGANISATION_ID)).postedMicroUsd;
  }

  /** Every view of the usage, summed; each must be the same. */
  async function usageOf(principal: Principal): Promise<Record<string, bigint>> {
    const span = { fromMs: 0, toMs: nowMs + 1, page: 'all' } as const;
    const sums: Record<string, bigint> = {};
    for (const group of ['day', 'model', 'tag', 'key', 'sub_account'] as const) {
      const list = await house.control.readUsage(principal, { ...span, groups: [group] });
      sums[group] = total(list.data);
    }
    const all = await house.control.readUsage(principal, {
      ...span,
      groups: ['tag', 'key', 'day'],
    });
    sums.several = total(all.data);
    sums.recent = total((await house.control.listRecent(principal, 'all')).data);
    return sums;
  }

  test('a key of a sub-account sees its own usage; only operators see upstream cost', async () => {
    const sub = await house.control.createSubAccount(owner, { name: 's' });
    const own = await principalOf(sub.key);
    await spend(own);
    const span = { fromMs: 0, toMs: nowMs + 1, groups: ['sub_account'], page: {} } as const;
    const list = await house.control.readUsage(own, span);
    expect(list.data).toMatchObject([{ sub_account: sub.id, requests: 1, images: 1 }]);
    expect((await house.control.listRecent(own, {})).data).toHaveLength(1);
    expect((await house.control.listKeys(own, {})).data).toHaveLength(1);
    await spend(stranger);
    const theirs = await house.control.readUsage(stranger, span);
    expect(theirs.data[0]).not.toHaveProperty('upstream_cents');
    expect(list.data[0]).toHaveProperty('upstream_cents', 6);
  });

  test('an organisation says how long it keeps pictures; customers may say less', async () => {
    const keep = (by: Principal, days: number | null) =>
      house.control.updateOrganisation(by, { image_retention_days: days });
    expect(await keep(owner, 400)).toMatchObject({ image_retention_days: 400 });
    expect(await keep(stranger, 3)).toMatchObject({ image_retention_days: 3 });
    await expect(keep(stranger, 8)).rejects.toMatchObject({
      code: 'scope_exceeded',
      param: 'image_retention_days',
    });
    await house.control.updateOrganisation(stranger, { name: 'Strangers' });
    expect(await house.control.readOrganisation(stranger)).toMatchObject({
      name: 'Strangers',
      image_retention_days: 3,
    });
    expect(await keep(stranger, null)).toMatchObject({ image_retention_days: null });
  });

  test('a margin below nothing is marked', async () => {
    const margins = await readMargins(store.database(), { fromMs: 0, toMs: nowMs + 2 * HOUR_MS });
    expect(margins).toMatchObject([{ model: 'maker/model', imagesOfUnknownCost: 0 }]);
    expect(margins[0]?.marginMicroUsd).toBe(
      (margins[0]?.listMicroUsd ?? 0n) - (margins[0]?.upstreamMicroUsd ?? 0n),
    );
  });

  test('an audit finds usage that the wallets did not pay', async () => {
    await spend(owner);
    const { kysely } = store.database();
    const { request_id } = await kysely
      .selectFrom('generation')
      .select('request_id')
      .where('state', '=', 'captured')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    const change = (by: bigint) =>
      kysely
        .updateTable('generation')
        .set((is) => ({ cost_micro_usd: is('cost_micro_usd', '+', by) }))
        .where('request_id', '=', request_id)
        .execute();
    const parts = { database: store.database(), nowMs, hasBytes: async () => true };
    await change(1n);
    const checks = (await auditBooks(parts)).map((finding) => finding.check);
    expect(checks).toContain('usage_differs_from_captures');
    await change(-1n);
    expect(await auditBooks(parts)).toEqual([]);
  });

  test('every deed is in the log, which nobody can change', async () => {
    const key = await house.control.createKey(owner, { name: 'logged' });
    await house.control.updateKey(owner, key.id, { name: 'renamed' });
    const rotated = await house.control.rotateKey(owner, key.id, false);
    await principalOf(rotated.key);
    await house.control.revokeKey(owner, key.id);
    const log = await readAuditLog(store.database(), { limit: 1000 });
    const mine = log.filter((entry) => entry.subject === key.id);
    expect(mine.map((entry) => entry.action).sort()).toEqual([
      'key.changed',
      'key.created',
      'key.revoked',
      'key.rotated',
      'key.rotation_finished',
    ]);
    expect(JSON.stringify(log)).not.toContain(key.key);
    expect(JSON.stringify(log)).not.toContain(rotated.key);
    const { kysely } = store.database();
    await expect(kysely.updateTable('audit_log').set({ actor: 'x' }).execute()).rejects.toThrow();
    await expect(kysely.deleteFrom('audit_log').execute()).rejects.toThrow();
  });
});

const delivery = {
  provider: 'p',
  attempts: 1,
  upstreamMicroUsd: 60_000n,
  report: '{}',
} satisfies Omit<Parameters<Meter['settle']>[1], 'pictures'>;

function picture(id: string): PaidPicture {
  const size = { width: 1, height: 1, bytes: new Uint8Array(1), format: 'png' };
  const times = { createdAtMs: NOVEMBER, expiresAtMs: NOVEMBER + 1000 * HOUR_MS };
  return { id, sha256: 'a'.repeat(64), ...size, ...times };
}

/** Cents as micro-dollars: exact for every amount of these tests. */
function total(rows: readonly { readonly cost_cents: number }[]): bigint {
  return rows.reduce((sum, row) => sum + BigInt(Math.round(row.cost_cents * 10_000)), 0n);
}
