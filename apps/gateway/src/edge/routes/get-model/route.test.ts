import { modelListSchema, modelSchema } from '@aigateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

test.each(['ideogram/ideogram-character-remix', 'ideogram%2Fideogram-character-remix'])(
  'the model is found as /v1/models/%s',
  async (path) => {
    const response = await gateway.get(`/v1/models/${path}`);
    expect(modelSchema.parse(await response.json())).toMatchObject({
      id: 'ideogram/ideogram-character-remix',
      pricing: { image_usd: '0.050' },
    });
  },
);

test('a model says where speed and size change its price', async () => {
  const response = await gateway.get('/v1/models/openai/gpt-image-1-mini');
  expect(modelSchema.parse(await response.json()).pricing).toEqual({
    image_usd: '0.015',
    unit: 'image',
    by_speed: { turbo: '0.006', default: '0.015', quality: '0.052' },
    by_size: { '1024x1024': { turbo: '0.005', default: '0.011', quality: '0.036' } },
  });
});

test('an unknown model is 404 model_not_found', async () => {
  const response = await gateway.get('/v1/models/no/model');
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { code: 'model_not_found' } });
});

test('the list has every model', async () => {
  const list = modelListSchema.parse(await (await gateway.get('/v1/models')).json());
  expect(list.data.map((model) => model.id)).toContain('atelier/character-remix');
});

test('/openapi.json names this gateway as its server', async () => {
  const document = await (await gateway.get('/openapi.json')).json();
  expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: gateway.url }] });
});
