import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { characterPng } from '@aigateway/atelier/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listPaths, readFiles } from '../house/house.ts';
import { codeBlocks } from '../house/markdown.ts';
import { discard, type GatewayProcess, startProcess } from './gateway-process.ts';

const run = promisify(execFile);
const PICTURE_TIMEOUT_MS = 120_000;
/** The address that the documents write. */
const ADDRESS = 'http://127.0.0.1:8080';

const blocks = readFiles(listPaths().filter((path) => /^(docs\/.*|README)\.md$/.test(path)))
  .flatMap(({ path, text }) => codeBlocks(text).map((block) => ({ path, ...block })))
  .filter((block) => block.story === 'curl');

let gateway: GatewayProcess;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigateway-curl-'));
  await writeFile(join(folder, 'my-character.png'), characterPng('fox', { height: 256 }));
  gateway = await startProcess();
});
afterAll(async () => {
  await discard(gateway);
  await rm(folder, { recursive: true, force: true });
});

test('the documents have curl lines to run', () => {
  expect(blocks.length).toBeGreaterThanOrEqual(3);
});

test.each(blocks)(
  '$path, line $line, answers as documented',
  { timeout: PICTURE_TIMEOUT_MS },
  async (block) => {
    const text = block.text
      .replace('export AIGATEWAY_API_KEY=sk-aig-…\n', '')
      .replaceAll(ADDRESS, gateway.url)
      .replaceAll(/\bcurl\b/g, 'curl --silent --show-error --fail-with-body');
    const { stdout } = await run('sh', ['-e', '-c', text], {
      cwd: folder,
      env: { ...process.env, AIGATEWAY_API_KEY: gateway.key },
      maxBuffer: 64 * 1024 * 1024,
    });
    expect(stdout.length).toBeGreaterThan(2);
    expect(stdout).not.toContain('"error":{');
  },
);
