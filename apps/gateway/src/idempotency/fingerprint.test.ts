import { UploadedPicture } from '@aigateway/contract';
import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';

const file = (text: string, name: string) => new UploadedPicture(Buffer.from(text), name);

test('the order of fields, absent ones and the names of files change nothing', () => {
  const one = fingerprintOf('edit', { a: 1, b: { c: 'x', d: undefined }, image: file('p', 'a') });
  const other = fingerprintOf('edit', { image: file('p', 'b'), b: { c: 'x' }, a: 1 });
  expect(other).toBe(one);
});

test.each([
  ['another deed', 'edit', { a: 1 }],
  ['another value', 'generation', { a: 2 }],
  ['another type', 'generation', { a: '1' }],
  ['null', 'generation', { a: null }],
  ['another name', 'generation', { b: 1 }],
  ['one more field', 'generation', { a: 1, b: 1 }],
  ['a list', 'generation', { a: [1] }],
  ['a file', 'generation', { a: file('1', 'a') }],
])('%s is another question', (_, deed, body) => {
  expect(fingerprintOf(deed, body)).not.toBe(fingerprintOf('generation', { a: 1 }));
});

test('what moves from one field into the next is another question', () => {
  const texts = [{ a: 'x', b: 'yz' }, { a: 'xy', b: 'z' }, { a: ['x', 'y'] }, { a: ['xy'] }];
  const files = [
    [file('ab', 'f'), file('c', 'f')],
    [file('a', 'f'), file('bc', 'f')],
  ];
  const all = [...texts, ...files].map((body) => fingerprintOf('edit', body));
  expect(new Set(all).size).toBe(all.length);
});
