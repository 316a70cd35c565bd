import { MODELS } from '@aigateway/catalog';
import { ENDPOINTS, type ModelRequestSchema, modelRequestSchema } from '@aigateway/contract';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

const FLAGSHIP = 'ideogram/ideogram-character-remix';

let sandbox: TestGateway;
let configured: TestGateway;
beforeAll(async () => {
  sandbox = await startTestGateway();
  configured = await startTestGateway({
    env: { IDEOGRAM_API_KEY: 'ik-test', AIGATEWAY_STAND_INS: 'local/*=atelier/remix' },
  });
});
afterAll(async () => {
  await sandbox.close();
  await configured.close();
});

async function read(gateway: TestGateway, id: string): Promise<ModelRequestSchema> {
  return modelRequestSchema.parse(await (await gateway.get(`/v1/models/${id}/schema`)).json());
}

const propertiesOf = ({ request_schema: schema }: ModelRequestSchema) =>
  schema.properties as Record<string, Record<string, unknown>>;

test.each([FLAGSHIP, FLAGSHIP.replace('/', '%2F'), FLAGSHIP.replace('/', '%2f')])(
  'the schema is found as /v1/models/%s/schema, without a key',
  async (path) => {
    const response = await fetch(`${sandbox.url}/v1/models/${path}/schema`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(await read(sandbox, FLAGSHIP));
  },
);

test.each(['no/model', 'no%2Fmodel'])(
  'an unknown model %s is 404 model_not_found',
  async (path) => {
    const response = await sandbox.get(`/v1/models/${path}/schema`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'model_not_found' } });
  },
);

test('a model that no provider here can serve at all is 503 no_deployment', async () => {
  const [model] = MODELS;
  const gateway = await startTestGateway({
    models: [{ ...model, id: 'test/nobody', deployments: [], builtInStandIn: 'never' } as never],
  });
  const response = await gateway.get('/v1/models/test/nobody/schema');
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { code: 'no_deployment' } });
  await gateway.close();
});

describe('the flagship', () => {
  test('tells what the engine that stands in honours', async () => {
    const schema = await read(sandbox, FLAGSHIP);
    expect(schema.route).toEqual({
      provider: 'atelier',
      deployment: 'remix',
      available: true,
      stand_in: true,
    });
    expect(schema.not_honoured.map(({ field }) => field)).toContain('strength');
    expect(propertiesOf(schema)).not.toHaveProperty('strength');
    expect(propertiesOf(schema).art_style?.enum).toEqual(schema.art_styles.map(({ id }) => id));
    expect(schema.sizes.exact).toBeNull();
  });

  test('tells what its maker honours once that is configured', async () => {
    const schema = await read(configured, FLAGSHIP);
    expect(schema.route).toEqual({
      provider: 'ideogram',
      deployment: 'character-remix',
      available: true,
      stand_in: false,
    });
    const fields = propertiesOf(schema);
    expect(fields.strength).toMatchObject({
      minimum: 0.01,
      maximum: 1,
      'x-aig-support': 'converted',
      'x-aig-note': 'strength becomes image_weight, in hundredths',
    });
    expect(fields.character_reference_images?.maxItems).toBe(1);
    expect(fields).not.toHaveProperty('color_palette');
    expect(schema.sizes.exact).toHaveLength(69);
    expect(schema.sizes.aspect_ratios).toHaveLength(15);
    expect(schema.defaults).toMatchObject({ n: 1, size: 'auto', magic_prompt: 'auto' });
  });
});

test('where nobody stands in for its maker, a model is described as it would be', async () => {
  const schema = await read(configured, 'google/gemini-3-pro-image');
  expect(schema.route).toMatchObject({ provider: 'google', available: false, stand_in: false });
  expect(schema.sizes.aspect_ratios).toContain('21:9');
});

test('a model of words alone has no field for pictures', async () => {
  const schema = await read(sandbox, 'ideogram/ideogram-v4');
  const without = schema.not_honoured.map(({ field }) => field);
  const fields = [...Object.keys(propertiesOf(schema)), ...without];
  expect(fields).toContain('prompt');
  expect(fields).not.toContain('image');
  expect(fields).not.toContain('character_reference_images');
});

describe.each(MODELS.map(({ id }) => id))('%s', (id) => {
  test('has a schema that its examples satisfy and that knows no other field', async () => {
    for (const gateway of [sandbox, configured]) {
      const described = await read(gateway, id);
      const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
        described.request_schema,
      );
      for (const { request, curl, python, typescript } of described.examples) {
        expect(validate(request), JSON.stringify(validate.errors)).toBe(true);
        const promised = ENDPOINTS.find((one) => one.path === described.endpoint)?.body?.schema;
        expect(promised?.safeParse(request).success).toBe(true);
        expect(validate({ ...request, n: 11 })).toBe(false);
        expect(validate({ ...request, no_such_field: 1 })).toBe(false);
        expect(curl).toContain(`"model": "${id}"`);
        expect(python).toContain(`model="${id}"`);
        expect(typescript).toContain(`model: '${id}'`);
      }
    }
  });

  test('every field of the contract is honoured, named as not honoured, or refused', async () => {
    const described = await read(configured, id);
    const honoured = Object.keys(propertiesOf(described));
    const without = described.not_honoured.map(({ field }) => field);
    for (const field of without) {
      const demanded = (described.request_schema.required as string[]).includes(field);
      expect([field, honoured.includes(field)]).toEqual([field, demanded]);
    }
    for (const { note } of described.not_honoured) expect(note).not.toBe('');
  });
});
