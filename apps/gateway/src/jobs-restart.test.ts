import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSchema } from '@aigateway/database/testing/schema';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { type Gateway, startGateway } from './main.ts';
import { createFakeAtelier } from './testing/fake-atelier.ts';

const KEY = 'sk-aig-test0000000000000000000000';
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'aigateway-jobs-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function start(env: Record<string, string> = {}) {
  const atelier = createFakeAtelier();
  const config = readConfig({
    PORT: '0',
    AIGATEWAY_DATA_DIR: dataDir,
    AIGATEWAY_BOOTSTRAP_API_KEY: KEY,
    ...env,
  });
  const log = pino({ level: 'silent' });
  return { gateway: await startGateway(config, { atelier, log, jobGraceMs: 0 }), atelier };
}

const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' };

async function begin({ url }: Gateway): Promise<string> {
  const response = await fetch(`${url}/v1/images/generations`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ model: 'atelier/scene', prompt: 'x', size: '256x256', async: true }),
  });
  expect(response.status).toBe(202);
  return ((await response.json()) as { id: string }).id;
}

async function read({ url }: Gateway, path: string) {
  const response = await fetch(`${url}/v1/${path}`, { headers });
  return (await response.json()) as Record<string, unknown>;
}

test('a job that ran when the gateway ended is made by the next, with its seed', async () => {
  const first = await start();
  first.atelier.behave({ kind: 'hang' });
  const id = await begin(first.gateway);
  await expect.poll(() => first.atelier.requests.length).toBe(1);
  await first.gateway.close();

  const second = await start();
  await expect
    .poll(() => read(second.gateway, `jobs/${id}`))
    .toMatchObject({ status: 'completed' });
  expect(second.atelier.requests[0]?.seed).toBe(first.atelier.requests[0]?.seed);
  const { cost_cents: cost } = await read(second.gateway, `jobs/${id}`);
  expect(await read(second.gateway, 'balance')).toMatchObject({
    held_cents: 0,
    available_cents: 500 - Number(cost),
  });
  await second.gateway.close();
});

async function shareJobs(databaseUrl: string): Promise<void> {
  const schema = await makeSchema(databaseUrl);
  const env = { DATABASE_URL: schema.url, AIGATEWAY_SECRET: 'a'.repeat(40) };
  const one = await start(env);
  const two = await start(env);
  try {
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, i) => begin(i % 2 ? one.gateway : two.gateway)),
    );
    for (const id of ids) {
      await expect
        .poll(() => read(one.gateway, `jobs/${id}`), { timeout: 8_000 })
        .toMatchObject({ status: 'completed' });
    }
    expect(one.atelier.requests.length + two.atelier.requests.length).toBe(20);
    one.atelier.behave({ kind: 'hang' });
    two.atelier.behave({ kind: 'hang' });
    const id = await begin(one.gateway);
    await expect
      .poll(() => read(two.gateway, `jobs/${id}`), { timeout: 5_000 })
      .toMatchObject({ status: 'processing' });
    const path = `${two.gateway.url}/v1/jobs/${id}`;
    const cancelled = await fetch(path, { method: 'DELETE', headers });
    expect(await cancelled.json()).toMatchObject({ error: { code: 'cancelled' } });
    expect(await read(one.gateway, 'balance')).toMatchObject({ held_cents: 0 });
  } finally {
    await one.gateway.close();
    await two.gateway.close();
    await schema.drop();
  }
}

const databaseUrl = process.env.TEST_DATABASE_URL;
if (databaseUrl) {
  test('two processes on one PostgreSQL make a job once and cancel for each other', async () => {
    await shareJobs(databaseUrl);
  }, 30_000);
}
