import { createAtelier } from '@aigateway/atelier';
import { makePng } from '@aigateway/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

const PATH = '/v1/images/cutouts';
const image = dataUrl(64);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

test('a cutout is a PNG with its method and confidence, and costs nothing', async () => {
  const before = await gateway.availableCents();
  const response = await gateway.post(PATH, { image });
  expect(response.status).toBe(200);
  const { b64_json: base64, ...rest } = (await response.json()) as Record<string, unknown>;
  expect(Buffer.from(String(base64), 'base64').subarray(1, 4).toString()).toBe('PNG');
  expect(rest).toEqual({
    object: 'image.cutout',
    width: 64,
    height: 64,
    method: 'photo',
    confidence: 0.5,
    box: { x: 0, y: 0, width: 64, height: 64 },
  });
  expect(await gateway.availableCents()).toBe(before);
});

test.each([
  ['a mask of another size', { image, mask: dataUrl(65) }, 400, 'invalid_value', 'mask'],
  ['a foreign picture', { image: 'img_00000000' }, 404, 'image_not_found', 'image'],
  ['a private address', { image: 'https://127.0.0.1/a.png' }, 400, 'invalid_image', 'image'],
  ['an unknown field', { image, colour: 'red' }, 400, 'unknown_field', 'colour'],
  ['no picture', {}, 400, 'invalid_value', 'image'],
])('%s is refused', async (_, body, status, code, param) => {
  const response = await gateway.post(PATH, body);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { code, param } });
});

test('without a key nothing is cut', async () => {
  expect((await gateway.post(PATH, { image }, { Authorization: '' })).status).toBe(401);
});

test('calls beyond the queue of the engine are told when to come again', async () => {
  const atelier = createAtelier({ threads: 1, queueLimit: 1 });
  const full = await startTestGateway({ atelier });
  try {
    const calls = [64, 65, 66, 67].map((width) => full.post(PATH, { image: dataUrl(width) }));
    const answers = await Promise.all(calls);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 503, 503]);
    const refused = answers.filter(({ status }) => status === 503);
    for (const answer of refused) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await answer.json()).toMatchObject({ error: { code: 'upstream_saturated' } });
    }
  } finally {
    await full.close();
    await atelier.close();
  }
}, 60_000);

function dataUrl(width: number): string {
  const png = makePng({ width, height: 64, seed: 3 });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
