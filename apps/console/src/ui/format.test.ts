import { expect, it } from 'vitest';
import { usdFromCents } from './format.ts';

it.each([
  ['0', '$0.00'],
  ['5', '$0.05'],
  ['495', '$4.95'],
  ['0.125', '$0.00125'],
  ['-250', '-$2.50'],
  ['1000.50', '$10.005'],
  ['500.0', '$5.00'],
])('%s cents are %s', (cents, dollars) => {
  expect(usdFromCents(cents)).toBe(dollars);
});
