import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFileMediaStore } from './media-store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigateway-media-'));
});
afterAll(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true, force: true });
});

test('what is put is got, under its own digest, once', async () => {
  const store = createFileMediaStore(folder);
  const bytes = Buffer.from('a picture');
  const [first, second] = await Promise.all([store.put(bytes), store.put(bytes)]);
  expect(first).toBe(second);
  expect(await store.get(first)).toEqual(bytes);
  const files = await readdir(join(folder, first.slice(0, 2), first.slice(2, 4)));
  expect(files).toEqual([first]);
});

test('a deleted picture is gone and may be put again', async () => {
  const store = createFileMediaStore(folder);
  const sha256 = await store.put(Buffer.from('short-lived'));
  await store.delete(sha256);
  expect(await store.get(sha256)).toBeNull();
  expect(await store.has(sha256)).toBe(false);
  expect(await store.put(Buffer.from('short-lived'))).toBe(sha256);
  expect(await store.has(sha256)).toBe(true);
});

test('a name that is no digest is refused: nobody leaves the folder', async () => {
  const store = createFileMediaStore(folder);
  await expect(async () => store.get('../../etc/passwd')).rejects.toThrow(RangeError);
});
