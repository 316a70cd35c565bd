import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';
import { parseRange } from './parse-range.ts';

let gateway: TestGateway;
let url: string;
let whole: Uint8Array;
beforeAll(async () => {
  gateway = await startTestGateway();
  const body = { model: 'atelier/scene', prompt: 'a fox', size: '256x256' };
  const response = await gateway.post('/v1/images/generations', body);
  const answer = (await response.json()) as { data: { url: string }[] };
  url = answer.data[0]?.url ?? '';
  whole = new Uint8Array(await (await fetch(url)).arrayBuffer());
});
afterAll(() => gateway.close());

test('the bytes are served immutable, unsniffable and without a key', async () => {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-security-policy')).toContain('sandbox');
});

test('a range is answered with that part', async () => {
  const response = await fetch(url, { headers: { Range: 'bytes=10-19' } });
  expect(response.status).toBe(206);
  expect(response.headers.get('content-range')).toBe(`bytes 10-19/${whole.length}`);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(whole.slice(10, 20));
});

test('a range outside is 416', async () => {
  const response = await fetch(url, { headers: { Range: `bytes=${whole.length}-` } });
  expect(response.status).toBe(416);
});

test('an unchanged picture is 304', async () => {
  const etag = (await fetch(url)).headers.get('etag') ?? '';
  expect((await fetch(url, { headers: { 'If-None-Match': etag } })).status).toBe(304);
});

test.each([
  ['a wrong signature', (good: string) => good.replace(/sig=./, 'sig=_')],
  ['no signature', (good: string) => good.split('?')[0] ?? ''],
  ['another date', (good: string) => good.replace(/exp=\d/, 'exp=9')],
  ['another picture', (good: string) => good.replace(/img_\w{4}/, 'img_zzzz')],
  ['a path out of the folder', (good: string) => good.replace('/img/', '/img/..%2f..%2f')],
])('%s is 404 in the envelope', async (_, change) => {
  const response = await fetch(change(url));
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { type: 'not_found' } });
});

test.each([
  ['bytes=0-0', 10, { start: 0, end: 0 }],
  ['bytes=-3', 10, { start: 7, end: 9 }],
  ['bytes=-30', 10, { start: 0, end: 9 }],
  ['bytes=5-', 10, { start: 5, end: 9 }],
  ['bytes=5-99', 10, { start: 5, end: 9 }],
  ['bytes=10-', 10, 'unsatisfiable'],
  ['bytes=-0', 10, 'unsatisfiable'],
  ['bytes=3-2', 10, null],
  ['bytes=0-1,3-4', 10, null],
  ['items=0-1', 10, null],
  [undefined, 10, null],
] as const)('the range %j of %i bytes', (header, total, range) => {
  expect(parseRange(header, total)).toEqual(range);
});
