import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeAtelier } from '../testing/fake-atelier.ts';
import { createCardPainter } from './card-painter.ts';

const card = { prompt: 'a fox', artStyle: 'oil', seed: 7, character: null };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigateway-cards-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a card is drawn once, in the shape of shared pages, and kept over restarts', async () => {
  const atelier = createFakeAtelier();
  const paint = createCardPainter(atelier, join(folder, 'cards'));
  const [first, twin] = await Promise.all([paint(card), paint(card)]);
  expect(twin).toBe(first);
  expect(atelier.requests).toMatchObject([{ width: 1200, height: 630, seed: 7 }]);
  const again = createCardPainter(atelier, join(folder, 'cards'));
  expect(Buffer.from(await again(card))).toEqual(Buffer.from(first));
  expect(atelier.requests).toHaveLength(1);
  expect((await readdir(join(folder, 'cards'))).filter((name) => name.endsWith('.part'))).toEqual(
    [],
  );
});

test('what failed is tried again', async () => {
  const atelier = createFakeAtelier();
  const paint = createCardPainter(atelier, folder);
  atelier.behave({ kind: 'saturate' });
  await expect(paint(card)).rejects.toThrow('no room');
  atelier.behave({ kind: 'make' });
  expect((await paint(card)).byteLength).toBeGreaterThan(100);
});
