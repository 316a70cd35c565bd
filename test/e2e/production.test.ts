import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  discard,
  type GatewayProcess,
  makeDataDir,
  runCommand,
  startProcess,
} from './gateway-process.ts';

const KEY = 'sk-aig-production0000000000000000000';
const env: Record<string, string> = {
  AIGATEWAY_MODE: 'production',
  AIGATEWAY_SECRET: 'a-secret-of-more-than-32-characters',
  AIGATEWAY_PUBLIC_URL: 'https://gateway.example',
  AIGATEWAY_BOOTSTRAP_API_KEY: KEY,
};
let gateway: GatewayProcess | undefined;

beforeAll(async () => {
  env.AIGATEWAY_DATA_DIR = await makeDataDir();
  env.PORT = await freePort();
});
afterAll(async () => {
  await discard(gateway);
  await rm(env.AIGATEWAY_DATA_DIR ?? '', { recursive: true, force: true });
});

function freePort(): Promise<string> {
  const server = createServer();
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(`${port}`));
    }),
  );
}

const aigateway = (...args: string[]) => runCommand(args, env);

async function readJson<T>(...args: string[]): Promise<T> {
  const { status, stdout, stderr } = await aigateway(...args, '--json');
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

test('production starts only with an owner, without play money or a link in its log', async () => {
  const refused = await aigateway('serve');
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain('npx aigateway owner create');
  const { url: link } = await readJson<{ url: string }>('owner', 'create', 'boss@example.com');
  expect(link).toMatch(/^https:\/\/gateway\.example\/sign-in\?token=/);
  const twice = await aigateway('owner', 'create', 'boss@example.com');
  expect([twice.status, twice.stderr]).toEqual([1, expect.stringContaining('already')]);
  const dataDir = env.AIGATEWAY_DATA_DIR ?? '';
  gateway = await startProcess({ dataDir, env });
  expect(gateway.output()).not.toContain('token=');
  const local = `http://127.0.0.1:${env.PORT}`;
  const headers = { Authorization: `Bearer ${KEY}` };
  const balance = await fetch(`${local}/v1/balance`, { headers });
  expect(await balance.json()).toMatchObject({ posted_cents: 0, available_cents: 0 });
  const call = await fetch(`${local}/v1/images/generations`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: '{"model":"ideogram/ideogram-character-remix","prompt":"a fox"}',
  });
  const { error } = (await call.json()) as { error: { code: string } };
  expect([call.status, error.code]).toEqual([503, 'no_deployment']);
  const page = await fetch(`${local}/sign-in?${link.split('?')[1]}`, { redirect: 'manual' });
  expect(page.status).toBe(200);
  await gateway.kill('SIGTERM');
});

test('the command line grants, corrects, shows and audits credit, and tells margins', async () => {
  const shown = () => readJson<{ available: string }>('wallet', 'show');
  await readJson('wallet', 'grant', '5', '--reason', 'a start');
  expect(await shown()).toMatchObject({ available: '$5.00' });
  const down = await aigateway('wallet', 'adjust', '--reason', 'a correction', '--', '-2.50');
  expect(down.status, down.stderr).toBe(0);
  expect(await shown()).toMatchObject({ available: '$2.50' });
  const tooMuch = await aigateway('wallet', 'adjust', '--reason', 'too much', '--', '-9');
  expect([tooMuch.status, tooMuch.stderr]).toEqual([1, expect.stringContaining('less available')]);
  expect((await aigateway('audit')).stdout).toContain('The books are sound');
  const margins = await aigateway('margins');
  expect(margins.status, margins.stderr).toBe(0);
});
