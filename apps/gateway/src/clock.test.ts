import { auditLedger } from '@aigateway/ledger';
import { afterEach, expect, test } from 'vitest';
import { createSystem } from './system.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

const DAY_MS = 86_400_000;
let gateway: TestGateway | undefined;
afterEach(() => gateway?.close());

test.each([-30 * DAY_MS, -3_600_000, -1, 3_600_000, 400 * DAY_MS])(
  'a clock that jumps by %i ms costs nobody anything and stops nothing',
  async (jumpMs) => {
    let nowMs = Date.parse('2027-03-28T00:59:59Z');
    const started = await startTestGateway({ system: { ...createSystem(), now: () => nowMs } });
    gateway = started;
    const made = await started.post('/v1/keys', { name: 'capped', spend_cap_cents: 100 });
    const { key } = (await made.json()) as { key: string };
    const call = () =>
      started.send('POST', '/v1/images/generations', {
        key,
        body: { model: 'ideogram/ideogram-character-remix', prompt: 'a fox', size: '256x256' },
      });
    expect((await call()).status).toBe(200);
    nowMs += jumpMs;
    const after = await call();
    expect(after.status).toBe(200);
    const { data } = (await after.json()) as { data: [{ url: string }] };
    expect((await fetch(data[0].url)).status).toBe(200);
    expect(await started.availableCents()).toBe(490);
    const store = await started.openStore();
    const findings = await auditLedger(store.kysely, { atMs: BigInt(nowMs) });
    await store.close();
    expect(findings).toEqual([]);
  },
);
