import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { microUsd } from '@aigateway/contract';
import { type Database, openDatabase } from '@aigateway/database';
import { placeHold, readBalance } from '@aigateway/ledger';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OWNER_ORGANISATION_ID } from './auth/owner.ts';
import { readConfig } from './config.ts';
import { startGateway } from './main.ts';
import { createCaptureNotes } from './metering/capture-notes.ts';
import { createFakeAtelier } from './testing/fake-atelier.ts';
import { startTestGateway } from './testing/start-test-gateway.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'aigateway-main-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const start = (env: Record<string, string> = {}) =>
  startGateway(readConfig({ PORT: '0', AIGATEWAY_DATA_DIR: dataDir, ...env }), {
    atelier: createFakeAtelier(),
    log: pino({ level: 'silent' }),
  });

const call = (url: string, key: string | null) =>
  fetch(`${url}/v1/images/generations`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      model: 'ideogram/ideogram-character-remix',
      prompt: 'a fox',
      size: '256x256',
    }),
  });

test('a second start finds the same wallet, keys and pictures', async () => {
  const first = await start();
  const answer = (await (await call(first.url, first.firstKey)).json()) as {
    data: { url: string }[];
  };
  await first.close();
  const second = await start();
  expect(second.firstKey).toBeNull();
  const moved = (answer.data[0]?.url ?? '').replace(first.url, second.url);
  expect((await fetch(moved)).status).toBe(200);
  const balance = await fetch(`${second.url}/v1/balance`, {
    headers: { Authorization: `Bearer ${first.firstKey}` },
  });
  expect(await balance.json()).toMatchObject({ available_cents: 495 });
  await second.close();
});

test('a start that finds its port taken keeps the first key for the next start', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(start({ PORT: `${port}` })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
  other.close();
  const gateway = await start({ PORT: `${port}` });
  expect((await call(gateway.url, gateway.firstKey)).status).toBe(200);
  await gateway.close();
});

test('the generated secret is readable by its owner only', async () => {
  const gateway = await start();
  await gateway.close();
  expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
});

test('a second process on the same folder is refused with a sentence', async () => {
  const gateway = await start();
  await expect(start()).rejects.toThrow(/in use|another/i);
  await gateway.close();
});

test('a taken port is refused with a sentence that says what to set', async () => {
  const gateway = await startTestGateway();
  const port = new URL(gateway.url).port;
  await expect(start({ PORT: port })).rejects.toThrow(`Port ${port}`);
  await gateway.close();
});

/** What a process leaves behind that is killed while a call is with the maker. */
function leaveCall(database: Database) {
  return placeHold(database, {
    id: 'hold_left',
    organisationId: OWNER_ORGANISATION_ID,
    amountMicroUsd: microUsd(50_000n),
    atMs: BigInt(Date.now()),
    expiresAtMs: BigInt(Date.now() + 3_600_000),
    generation: {
      id: 'gen_left',
      request_id: 'req_left',
      organisation_id: OWNER_ORGANISATION_ID,
      key_id: null,
      model: 'ideogram/ideogram-character-remix',
      provider: null,
      state: 'dispatched',
      hold_id: 'hold_left',
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
      created_at_ms: 1n,
      finished_at_ms: null,
    },
  });
}

test('what a killed process held goes back at the next start', async () => {
  await (await start()).close();
  const database = await openDatabase({ dataDir });
  await leaveCall(database);
  await database.close();
  await (await start()).close();
  const after = await openDatabase({ dataDir });
  const balance = await readBalance(after.kysely, OWNER_ORGANISATION_ID);
  expect(balance).toMatchObject({ heldMicroUsd: 0n, availableMicroUsd: 5_000_000n });
  const row = await after.kysely.selectFrom('generation').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: 'released', error_code: 'interrupted' });
  await after.close();
});

test('a picture kept by a process killed before the charge is charged once and found', async () => {
  const first = await start();
  await call(first.url, first.firstKey);
  await first.close();
  const database = await openDatabase({ dataDir });
  const kept = await database.kysely.selectFrom('image').selectAll().executeTakeFirstOrThrow();
  await leaveCall(database);
  createCaptureNotes(join(dataDir, 'captures'), 'killed').write({
    id: 'txn_left',
    holdId: 'hold_left',
    organisationId: OWNER_ORGANISATION_ID,
    amountMicroUsd: microUsd(50_000n),
    atMs: BigInt(Date.now()),
    generation: {
      id: 'gen_left',
      provider: 'atelier',
      imagesDelivered: 1n,
      costMicroUsd: microUsd(50_000n),
      attempts: 1n,
      latencyMs: 9n,
    },
    images: [{ ...kept, id: 'img_leftbehind', generation_id: 'gen_left' }],
  });
  await database.close();
  for (const opening of ['the first start', 'a start more']) {
    const next = await start();
    const headers = { Authorization: `Bearer ${first.firstKey}` };
    const found = await fetch(`${next.url}/v1/images/results/req_left`, { headers });
    const { data } = (await found.json()) as { data: [{ url: string }] };
    expect((await fetch(data[0].url)).status, opening).toBe(200);
    const balance = await fetch(`${next.url}/v1/balance`, { headers });
    expect(await balance.json(), opening).toMatchObject({ available_cents: 490, held_cents: 0 });
    await next.close();
  }
  expect(await readdir(join(dataDir, 'captures'))).toEqual([]);
});

test('health, readiness and metrics answer; metrics carry no paths of callers', async () => {
  const gateway = await startTestGateway();
  await gateway.get('/v1/secret-path-of-a-caller');
  expect(await (await gateway.get('/healthz')).json()).toEqual({ status: 'ok' });
  expect((await gateway.get('/readyz')).status).toBe(200);
  const metrics = await (await gateway.get('/metrics')).text();
  expect(metrics).toContain('aigateway_http_requests_total{');
  expect(metrics).not.toContain('secret-path');
  await gateway.close();
});

test('a log line never holds a key, a prompt or a picture', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const gateway = await startTestGateway({ log });
  gateway.atelier.behave({ kind: 'fail' });
  const image = `data:image/png;base64,${'QUJD'.repeat(100)}`;
  const body = { model: 'ideogram/ideogram-character-remix', prompt: 'a secret prompt' };
  await gateway.post('/v1/images/generations', body);
  await gateway.post('/v1/images/generations', { ...body, image });
  await gateway.close();
  const text = lines.join('\n');
  expect(text).toContain('"requestId"');
  for (const secret of [gateway.key, 'a secret prompt', 'QUJDQUJD']) {
    expect(text).not.toContain(secret);
  }
});

test('an orderly end lets running calls finish', async () => {
  const gateway = await startTestGateway();
  let open = () => {};
  gateway.atelier.behave({ kind: 'hold', until: new Promise<void>((resolve) => (open = resolve)) });
  const running = call(gateway.url, gateway.key);
  await expect.poll(() => gateway.atelier.requests.length).toBe(1);
  const closing = gateway.close();
  open();
  expect((await running).status).toBe(200);
  await closing;
});
