import { rm } from 'node:fs/promises';
import {
  type FakeIdeogram,
  IDEOGRAM_FAKE_KEY,
  makePng,
  startFakeIdeogram,
} from '@aigateway/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  discard,
  type GatewayProcess,
  makeDataDir,
  runCommand,
  startProcess,
} from './gateway-process.ts';

const FIRST_SECRET = 'the-first-secret-of-32-characters-or-more';
const SECOND_SECRET = 'the-second-secret-of-32-characters-or-more';
const MODEL = 'ideogram/ideogram-character-remix';

let fake: FakeIdeogram;
let gateway: GatewayProcess | undefined;
const env: Record<string, string> = { AIGATEWAY_SECRET: FIRST_SECRET };

beforeAll(async () => {
  fake = await startFakeIdeogram();
  env.IDEOGRAM_BASE_URL = fake.url;
  env.AIGATEWAY_DATA_DIR = await makeDataDir();
});
afterAll(async () => {
  await discard(gateway);
  await fake.close();
  await rm(env.AIGATEWAY_DATA_DIR ?? '', { recursive: true, force: true });
});

const providerKeys = (args: string[], input = '') =>
  runCommand(['provider-keys', ...args, '--json'], env, input);

async function attach(key: string): Promise<string> {
  const { status, stdout, stderr } = await providerKeys(['attach', 'ideogram'], key);
  expect(status, stderr).toBe(0);
  expect(stdout).not.toContain(key);
  return (JSON.parse(stdout) as { id: string }).id;
}

async function testKey(id: string): Promise<{ status: number | null; result: string }> {
  const { status, stdout } = await providerKeys(['test', id]);
  return { status, result: (JSON.parse(stdout) as { result: string }).result };
}

/** One picture of the flagship by a running server; what it cost and who made it. */
async function makeOne(): Promise<[cents: string | null, provider: string | null]> {
  gateway = await startProcess({ dataDir: env.AIGATEWAY_DATA_DIR ?? '', env });
  const answer = await fetch(`${gateway.url}/v1/images/generations`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${env.AIGATEWAY_BOOTSTRAP_API_KEY}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({
      model: MODEL,
      prompt: 'the same fox in a forest',
      image: `data:image/png;base64,${makePng().toString('base64')}`,
    }),
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  await gateway.kill('SIGTERM');
  return [answer.headers.get('x-cost-cents'), answer.headers.get('x-aig-provider')];
}

test('an own key lives from attach to revoke, and outlives the secret', async () => {
  env.AIGATEWAY_BOOTSTRAP_API_KEY = 'sk-aig-ownkeys000000000000000000000000';
  const refused = await providerKeys(['attach', 'ideogram'], 'no-key-of-this-maker');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('Ideogram');
  expect(refused.stderr).not.toContain('no-key-of-this-maker');
  const nothing = await providerKeys(['attach', 'ideogram']);
  expect([nothing.status, nothing.stderr]).toEqual([1, expect.stringContaining('standard input')]);

  const id = await attach(IDEOGRAM_FAKE_KEY);
  expect(await testKey(id)).toEqual({ status: 0, result: 'accepted' });
  const { stdout: listed } = await runCommand(['provider-keys', 'list'], env);
  expect(listed).toContain(id);
  expect(listed).not.toContain(IDEOGRAM_FAKE_KEY);
  expect(await makeOne()).toEqual(['0', 'ideogram']);

  // Another secret opens nothing until the former one has been named and the keys sealed anew.
  env.AIGATEWAY_SECRET = SECOND_SECRET;
  const lost = await providerKeys(['test', id]);
  expect(lost.status).toBe(1);
  expect(lost.stderr).toContain('AIGATEWAY_PREVIOUS_SECRET');
  env.AIGATEWAY_PREVIOUS_SECRET = FIRST_SECRET;
  expect(await testKey(id)).toEqual({ status: 0, result: 'accepted' });
  const rotated = await runCommand(['secrets', 'rotate', '--json'], env);
  expect([rotated.status, JSON.parse(rotated.stdout)]).toEqual([0, { rewrapped: 1 }]);
  delete env.AIGATEWAY_PREVIOUS_SECRET;
  expect(await testKey(id)).toEqual({ status: 0, result: 'accepted' });

  const replaced = await providerKeys(['rotate', id], IDEOGRAM_FAKE_KEY);
  expect(replaced.status, replaced.stderr).toBe(0);
  const revoked = await providerKeys(['revoke', id]);
  expect([revoked.status, JSON.parse(revoked.stdout)]).toEqual([0, { id, revoked: true }]);
  expect((await providerKeys(['test', id])).status).toBe(1);
  expect(JSON.parse((await providerKeys(['list'])).stdout)).toEqual([]);
});
