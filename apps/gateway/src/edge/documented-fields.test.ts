import { readFile } from 'node:fs/promises';
import { makePng } from '@aigateway/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';

interface JsonSchema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

const image = `data:image/png;base64,${makePng().toString('base64')}`;
const picture = { model: 'ideogram/ideogram-character-remix', prompt: 'a fox', dry_run: true };
const { prompt: _, ...withoutWords } = picture;

/** A body of each surface that would be taken; nothing of it is made. */
const BODIES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '/v1/images/generations': picture,
  '/v1/images/edits': { ...picture, image },
  '/v1/images/variations': { ...withoutWords, image },
  '/v1/images/cutouts': { image },
  '/v1/keys': { name: 'one' },
  '/v1/sub-accounts': { name: 'one' },
  '/v1/budgets': { tag: 'one', monthly_cap_cents: 1 },
  '/v1/provider-keys': { provider: 'fal', secret: 'a-secret-key', validate: false },
  '/v1/webhooks': { url: 'https://hooks.example/x', events: ['job.completed'] },
};
const LISTS = ['/v1/files', '/v1/jobs', '/v1/models', '/v1/keys', '/v1/usage', '/v1/usage/recent'];
/** Names that other gateways and makers know, and that nobody here promises. */
const FOREIGN = ['image_size', 'num_images', 'cfg_scale', 'steps', 'webhook', 'lora', 'api_base'];
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'multipart/form-data';

let gateway: TestGateway;
let document: Document;
let names: string[];

beforeAll(async () => {
  const unlimited = { AIGATEWAY_RATE_LIMIT_RPM: '1000000', AIGATEWAY_IMAGES_PER_MINUTE: '1000000' };
  gateway = await startTestGateway({ env: unlimited });
  document = (await (await gateway.get('/openapi.json')).json()) as Document;
  const bodies = Object.keys(BODIES).flatMap((path) =>
    [JSON_TYPE, FORM_TYPE].flatMap((type) => documentedFields(path, type) ?? []),
  );
  names = [...new Set([...bodies, ...LISTS.flatMap(documentedQuery), ...FOREIGN])].sort();
});
afterAll(() => gateway.close());

function documentedFields(path: string, type: string): string[] | null {
  const schema = document.paths[path]?.post?.requestBody?.content[type]?.schema;
  if (!schema) return null;
  const named = schema.$ref?.split('/').at(-1) ?? '';
  return Object.keys((document.components.schemas[named] ?? schema).properties ?? {}).sort();
}

function documentedQuery(path: string): string[] {
  const parameters = document.paths[path]?.get?.parameters ?? [];
  return parameters.filter((one) => one.in === 'query').map(({ name }) => name);
}

/** Whether the surface knows the field: a value that no field takes is refused by another code. */
async function isKnown(name: string, send: (value: object) => Promise<Response>): Promise<boolean> {
  const response = await send({ [name]: '\u0000' });
  const { error } = (await response.json()) as { error?: { code: string; message: string } };
  return !(error?.code === 'unknown_field' && error.message.includes(name));
}

async function acceptedFields(send: (value: object) => Promise<Response>): Promise<string[]> {
  const known: string[] = [];
  for (const name of names) if (await isKnown(name, send)) known.push(name);
  return known;
}

function sendForm(path: string, fields: object): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, String(value));
  const headers = { Authorization: `Bearer ${gateway.key}` };
  return fetch(`${gateway.url}${path}`, { method: 'POST', headers, body });
}

describe('what is documented is what is accepted', () => {
  test.each(Object.entries(BODIES))('in JSON at %s', async (path, base) => {
    const accepted = await acceptedFields((more) => gateway.post(path, { ...base, ...more }));
    expect(accepted).toEqual(documentedFields(path, JSON_TYPE));
  });

  test.each(['generations', 'edits', 'variations'])('in forms at /v1/images/%s', async (name) => {
    const path = `/v1/images/${name}`;
    const base = BODIES[path];
    const accepted = await acceptedFields((more) => sendForm(path, { ...base, ...more }));
    expect(accepted).toEqual(documentedFields(path, FORM_TYPE));
  });

  test.each(LISTS)('in the query of %s', async (path) => {
    const ask = (query: object) =>
      gateway.get(`${path}?${new URLSearchParams({ ...(query as Record<string, string>) })}`);
    expect(await acceptedFields(ask)).toEqual(documentedQuery(path).sort());
  });
});

test('the page on images names every field of a call, and no other', async () => {
  const folder = new URL('../../../../docs/', import.meta.url);
  const page = await readFile(new URL('images.md', folder), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const told = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)]);
  const fields = documentedFields('/v1/images/generations', JSON_TYPE);
  expect([...new Set(told.map((one) => one[1] ?? ''))].sort()).toEqual(fields);
});
