import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { microUsd } from '@aigateway/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCaptureNotes } from './capture-notes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigateway-notes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const capture = (holdId: string, atMs: bigint) => ({
  id: `txn_${holdId}`,
  holdId,
  organisationId: 'org',
  amountMicroUsd: microUsd(9_007_199_254_740_993n),
  atMs,
});
const ALL = Number.POSITIVE_INFINITY;

test('what a killed process noted is read exactly by another, and struck out once for all', () => {
  const killed = createCaptureNotes(folder, 'killed');
  killed.write(capture('a', 1n));
  killed.write(capture('b', 2n));
  killed.remove('a');
  killed.write(capture('c', 30n));
  const next = createCaptureNotes(folder, 'next');
  expect(next.read(30)).toEqual([capture('b', 2n)]);
  expect(next.read(ALL)).toEqual([capture('c', 30n), capture('b', 2n)]);
  next.remove('b');
  const third = createCaptureNotes(folder, 'third');
  expect(third.read(ALL)).toEqual([capture('c', 30n)]);
  third.clear();
  expect(third.read(ALL)).toEqual([]);
});

test('what was noted and charged leaves nothing, and its place is used again', () => {
  const notes = createCaptureNotes(folder, 'own');
  for (let i = 0; i < 100; i += 1) {
    notes.write(capture(`hold_${i}`, 1n));
    notes.write(capture(`twin_${i}`, 1n));
    notes.remove(`hold_${i}`);
    notes.remove(`twin_${i}`);
  }
  expect(notes.read(ALL)).toEqual([]);
  notes.close();
});

test('a note that was struck out twice takes no other with it', () => {
  const notes = createCaptureNotes(folder, 'own');
  notes.write(capture('slow', 1n));
  expect(notes.read(ALL)).toEqual([capture('slow', 1n)]);
  notes.remove('slow');
  notes.write(capture('next', 2n));
  notes.remove('slow');
  expect(notes.read(ALL)).toEqual([capture('next', 2n)]);
  notes.close();
});
