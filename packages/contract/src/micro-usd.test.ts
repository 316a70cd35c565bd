import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCents, formatUsd, microUsd, parseUsd } from './micro-usd.ts';

test('five cents are written as cents and as dollars', () => {
  expect(formatCents(microUsd(50_000n))).toBe('5');
  expect(formatCents(microUsd(1_250n))).toBe('0.125');
  expect(formatCents(microUsd(-1n))).toBe('-0.0001');
  expect(formatUsd(microUsd(50_000n), 3)).toBe('$0.050');
});

test('what is written is read back exactly', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (amount) => {
      expect(parseUsd(formatUsd(microUsd(amount)))).toBe(amount);
    }),
  );
});

test.each(['', '-1', '1e3', '1.1234567', 'NaN', '٣'])('"%s" is not an amount', (text) => {
  expect(() => parseUsd(text)).toThrow(RangeError);
});
