import { expect, test } from 'vitest';
import { createUrlSigner } from './signed-url.ts';

const signer = createUrlSigner('a secret of this installation', () => 'http://media.test');
const NOW = 1_800_000_000_000;
const url = new URL(signer.sign('img_abc.png', NOW + 60_000));
const query = { exp: url.searchParams.get('exp') ?? '', sig: url.searchParams.get('sig') ?? '' };

test('a signed address is good for its file until its date', () => {
  expect(url.href).toMatch(/^http:\/\/media\.test\/img\/img_abc\.png\?exp=\d+&sig=[\w-]{43}$/);
  expect(signer.verify('img_abc.png', query, NOW)).toBe(true);
  expect(signer.verify('img_abc.png', query, NOW + 61_000)).toBe(false);
});

test.each([
  ['another file', 'img_abd.png', query],
  ['another format', 'img_abc.webp', query],
  ['a later date', 'img_abc.png', { ...query, exp: String(Number(query.exp) + 1) }],
  ['no signature', 'img_abc.png', { ...query, sig: '' }],
  ['a signature in another alphabet', 'img_abc.png', { ...query, sig: 'é'.repeat(43) }],
  ['a date that is no number', 'img_abc.png', { ...query, exp: 'NaN' }],
])('%s is refused', (_, file, changed) => {
  expect(signer.verify(file, changed, NOW)).toBe(false);
});

test('another secret signs differently', () => {
  const other = createUrlSigner('another secret', () => 'http://media.test');
  expect(other.verify('img_abc.png', query, NOW)).toBe(false);
});
