import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makePng } from '@aigateway/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../house/house.ts';
import { codeBlocks } from '../house/markdown.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 240_000;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigateway-documents-'));
  await writeFile(join(folder, 'my-character.png'), makePng({ width: 96, height: 96 }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the block that stands below `<!-- e2e: story -->`, in a folder of its own. */
async function runStory(path: string, story: string): Promise<string> {
  const blocks = codeBlocks(await readFile(join(ROOT, path), 'utf8'));
  const text = blocks.find((block) => block.story === story)?.text;
  expect(text, `${path} has a block for ${story}`).toBeDefined();
  const command = `"${process.execPath}" "${join(ROOT, 'apps/gateway/bin/aigateway.js')}"`;
  const { stdout } = await run('sh', ['-e', '-c', `${text}`.replaceAll('npx aigateway', command)], {
    cwd: folder,
    env: { ...process.env, AIGATEWAY_DATA_DIR: join(folder, 'data'), PORT: '0' },
  });
  return stdout;
}

/** Width and height in the header of a PNG. */
async function pngSize(file: string): Promise<[number, number]> {
  const bytes = await readFile(join(folder, file));
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

test('the commands of the README make the pictures they promise', {
  timeout: TIMEOUT_MS,
}, async () => {
  await runStory('README.md', 'command-line');
  expect(await pngSize('beach.png')).toEqual([1024, 1024]);
  expect(await pngSize('lighthouse.png')).toEqual([1024, 768]);
});

test('keys and credit are given as the documents say', { timeout: TIMEOUT_MS }, async () => {
  const shown = await runStory('docs/getting-started.md', 'keys-and-credit');
  expect(shown).toMatch(/sk-aig-[0-9A-Za-z]{38}/);
  expect(shown).toContain('my script');
  expect(shown).toContain('available $10.00');
});

test('an organisation keeps its pictures for its own days', { timeout: TIMEOUT_MS }, async () => {
  expect(await runStory('docs/files.md', 'retention')).toContain('kept for 3 days');
});

test('the doctor finds nothing wrong with a machine that runs tests', {
  timeout: TIMEOUT_MS,
}, async () => {
  const report = await runStory('docs/getting-started.md', 'doctor');
  expect(report).not.toContain('FAIL');
  expect(report.split('\n').filter((line) => line.startsWith('ok'))).toHaveLength(5);
});
