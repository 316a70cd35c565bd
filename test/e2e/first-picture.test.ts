import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { characterPng } from '@aigateway/atelier/testing';
import OpenAI from 'openai';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { discard, type GatewayProcess, runCommand, startProcess } from './gateway-process.ts';

const MODEL = 'ideogram/ideogram-character-remix';
const PICTURE_TIMEOUT_MS = 120_000;

let gateway: GatewayProcess;
let client: OpenAI;
let fox: Uint8Array;
let folder: string;
beforeAll(async () => {
  fox = characterPng('fox', { height: 512 });
  folder = await mkdtemp(join(tmpdir(), 'aigateway-e2e-pictures-'));
  gateway = await startProcess();
  client = new OpenAI({ apiKey: gateway.key, baseURL: `${gateway.url}/v1` });
}, 120_000);
afterAll(async () => {
  await discard(gateway);
  await rm(folder, { recursive: true, force: true });
});

const dataUrl = (bytes: Uint8Array) =>
  `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;

async function available(): Promise<number> {
  const headers = { Authorization: `Bearer ${gateway.key}` };
  const response = await fetch(`${gateway.url}/v1/balance`, { headers });
  return ((await response.json()) as { available_cents: number }).available_cents;
}

/** What OpenAI's client knows of, and our fields, which it sends along. */
type Body = Parameters<OpenAI['images']['generate']>[0] & Record<string, unknown>;

async function generate(body: Omit<Body, 'model'>): Promise<OpenAI.ImagesResponse> {
  const request = { model: MODEL, ...body } as OpenAI.ImageGenerateParamsNonStreaming;
  return client.images.generate(request);
}

async function fetchPicture(answer: OpenAI.ImagesResponse, index = 0) {
  const response = await fetch(answer.data?.[index]?.url ?? '');
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { bytes, facts: await sharp(bytes).metadata() };
}

describe('the official OpenAI client', () => {
  test(
    'gets a PNG of the asked size from words alone, for exactly five cents',
    async () => {
      const before = await available();
      const answer = await generate({ prompt: 'a cyberpunk cat at sunset', size: '1024x1024' });
      const { facts } = await fetchPicture(answer);
      expect(facts).toMatchObject({ format: 'png', width: 1024, height: 1024 });
      expect(await available()).toBe(before - 5);
    },
    PICTURE_TIMEOUT_MS,
  );

  test(
    'gets its own character in another setting',
    async () => {
      const answer = await generate({
        prompt: 'walking on a beach at sunset, watercolor',
        image: dataUrl(fox),
        size: '512x768' as '512x512',
      });
      const { bytes, facts } = await fetchPicture(answer);
      expect(facts).toMatchObject({ format: 'png', width: 512, height: 768 });
      expect(await sharp(bytes).stats()).toMatchObject({ isOpaque: true });
    },
    PICTURE_TIMEOUT_MS,
  );

  test(
    'gets three different pictures for n = 3, and pays for three',
    async () => {
      const before = await available();
      const answer = await generate({ prompt: 'a robot in the mountains', n: 3, size: '512x512' });
      const pictures = await Promise.all([0, 1, 2].map((i) => fetchPicture(answer, i)));
      const bytes = pictures.map((picture) => picture.bytes.toString('base64'));
      expect(new Set(bytes).size).toBe(3);
      expect(await available()).toBe(before - 15);
    },
    PICTURE_TIMEOUT_MS,
  );

  test(
    'gets identical bytes for the same seed',
    async () => {
      const body = {
        prompt: 'on a beach',
        image: dataUrl(fox),
        size: '512x512',
        seed: 42,
      } as const;
      const [first, second] = [await generate(body), await generate(body)];
      const one = await fetchPicture(first);
      const two = await fetchPicture(second);
      expect(one.bytes.equals(two.bytes)).toBe(true);
    },
    PICTURE_TIMEOUT_MS,
  );

  test('meets its own error classes', async () => {
    const stranger = new OpenAI({
      apiKey: 'sk-aig-wrong0000000000000000000000',
      baseURL: `${gateway.url}/v1`,
    });
    const refused = stranger.images.generate({ model: MODEL, prompt: 'x' });
    await expect(refused).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    const missing = client.images.generate({ model: 'no/model', prompt: 'x' });
    await expect(missing).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });
});

describe('the process', () => {
  test('shows address, sign-in link, key and a curl line within three seconds', () => {
    expect(gateway.startedAfterMs).toBeLessThan(process.env.CI ? 6_000 : 3_000);
    expect(gateway.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(gateway.signInUrl).toContain('/sign-in?token=');
    expect(gateway.output()).toContain('"model":"ideogram/ideogram-character-remix"');
  });

  test(
    'prints a curl line that works when pasted',
    async () => {
      const line = /( {4}curl [\s\S]*?\}')/.exec(gateway.output())?.[1] ?? '';
      const { execFile } = await import('node:child_process');
      const answer = await new Promise<string>((resolve, reject) =>
        execFile('sh', ['-c', `${line} -s`], (error, stdout) =>
          error ? reject(error) : resolve(stdout),
        ),
      );
      expect(JSON.parse(answer)).toMatchObject({ data: [{ url: expect.any(String) }] });
    },
    PICTURE_TIMEOUT_MS,
  );

  test.each([
    ['a bad setting', { PORT: 'eighty' }, 'PORT'],
    ['an unwritable folder', { AIGATEWAY_DATA_DIR: '/proc/aigateway' }, 'AIGATEWAY_DATA_DIR'],
  ])('%s ends it with one sentence and a status', async (_, env, name) => {
    const { status, stderr } = await runCommand(['serve'], env);
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(name);
  });

  test('a taken port ends it with one sentence and a status', async () => {
    const dataDir = join(folder, 'second');
    const port = new URL(gateway.url).port;
    const env = { PORT: port, AIGATEWAY_DATA_DIR: dataDir };
    const { status, stderr } = await runCommand(['serve'], env);
    expect(status).toBe(1);
    expect(stderr.trim()).toBe(`Port ${port} on 127.0.0.1 is taken. Set PORT to a free one.`);
  });
});

describe('the command line', () => {
  test(
    'remix writes a picture without a server',
    async () => {
      const [input, output] = [join(folder, 'fox.png'), join(folder, 'out.png')];
      await writeFile(input, fox);
      const args = ['remix', input, 'on a snowy mountain', '-o', output];
      const { status, stdout } = await runCommand([
        ...args,
        '--style',
        'oil',
        '--seed',
        '7',
        '--size',
        '512x512',
        '--json',
      ]);
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ width: 512, height: 512, seed: 7 });
      expect(await sharp(await readFile(output)).metadata()).toMatchObject({ format: 'png' });
    },
    PICTURE_TIMEOUT_MS,
  );

  test('keys and wallet work beside a running server', async () => {
    const env = { AIGATEWAY_DATA_DIR: gateway.dataDir };
    const made = JSON.parse((await runCommand(['keys', 'create', 'ci', '--json'], env)).stdout);
    const headers = { Authorization: `Bearer ${made.key}` };
    expect((await fetch(`${gateway.url}/v1/balance`, { headers })).status).toBe(200);
    const before = await available();
    expect((await runCommand(['wallet', 'grant', '0.50'], env)).status).toBe(0);
    expect(await available()).toBe(before + 50);
    expect((await runCommand(['keys', 'revoke', made.id], env)).status).toBe(0);
    await expect
      .poll(async () => (await fetch(`${gateway.url}/v1/balance`, { headers })).status, {
        timeout: 4_000,
      })
      .toBe(401);
    const list = JSON.parse((await runCommand(['keys', 'list', '--json'], env)).stdout);
    expect(JSON.stringify(list)).not.toContain(made.key);
  });

  test('doctor finds this machine able', async () => {
    const env = { PORT: '0', AIGATEWAY_DATA_DIR: join(folder, 'doctor') };
    const { status, stdout } = await runCommand(['doctor', '--json'], env);
    expect(JSON.parse(stdout)).toHaveLength(5);
    expect(status).toBe(0);
  });

  test.each([['serve'], ['remix'], ['generate'], ['keys'], ['wallet'], ['doctor']])(
    '%s explains itself',
    async (name) => {
      const { status, stdout } = await runCommand([name, '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage: aigateway ${name}`);
    },
  );
});
