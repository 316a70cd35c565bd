import { expect, test } from 'vitest';
import { formatId, isId } from './ids.ts';

const random = Uint8Array.from({ length: 16 }, (_, i) => i * 17);

test('ids carry their prefix and sort by time', () => {
  const early = formatId('image', 1_700_000_000_000, random);
  const late = formatId('image', 1_700_000_000_001, random);
  expect(early).toMatch(/^img_[0-9A-Za-z]{24}$/);
  expect(early < late).toBe(true);
});

test('an id of one kind is not an id of another', () => {
  const id = formatId('image', 1, random);
  expect(isId('image', id)).toBe(true);
  expect(isId('job', id)).toBe(false);
  expect(isId('image', 'img_../../etc')).toBe(false);
});

test('too little randomness is refused', () => {
  expect(() => formatId('image', 1, new Uint8Array(4))).toThrow(RangeError);
});
