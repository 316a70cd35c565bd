import { capabilitiesSchema, type Model, modelListSchema } from '@aigateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

let gateway: TestGateway;
let all: Model[];
beforeAll(async () => {
  gateway = await startTestGateway();
  all = await list('');
});
afterAll(() => gateway.close());

async function list(query: string): Promise<Model[]> {
  const response = await fetch(`${gateway.url}/v1/models${query}`);
  return modelListSchema.parse(await response.json()).data;
}

test.each([
  ['?provider=ideogram', (one: Model) => one.owned_by === 'ideogram'],
  [
    '?capability=character-reference',
    (one: Model) => one.capabilities.includes('character-reference'),
  ],
  ['?max_price_cents=3', (one: Model) => Number(one.pricing.image_usd) <= 0.03],
  ['?search=character%20REMIX', (one: Model) => /remix/i.test(`${one.id} ${one.description}`)],
])('%s leaves some of the models, and only such', async (query, fits) => {
  const found = await list(query);
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThan(all.length);
  expect(found.every(fits)).toBe(true);
});

test('filters narrow each other; an upstream is a provider, too', async () => {
  expect(await list('?modality=image')).toEqual(all);
  expect(await list('?modality=video')).toEqual([]);
  const served = (await list('?provider=fal')).map(({ id }) => id);
  expect(served).toContain('ideogram/ideogram-character-remix');
  const few = await list('?provider=fal&collection=character&search=remix');
  expect(few.map(({ id }) => id)).toContain('ideogram/ideogram-character-remix');
});

test('an unknown filter or value is refused, never ignored', async () => {
  for (const query of ['?maker=ideogram', '?max_price_cents=cheap']) {
    expect((await fetch(`${gateway.url}/v1/models${query}`)).status).toBe(400);
  }
});

test('the capabilities name models that are there, and the limits that hold', async () => {
  const response = await fetch(`${gateway.url}/v1/capabilities`);
  const answer = capabilitiesSchema.parse(await response.json());
  const ids = new Set(all.map(({ id }) => id));
  for (const named of [answer.capabilities, answer.collections].flatMap(Object.values).flat()) {
    expect(ids).toContain(named);
  }
  expect(answer.max_images_per_request).toBe(10);
  expect(answer.art_styles).toContain('watercolor');
});
