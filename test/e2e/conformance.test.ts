import { characterPng } from '@aigateway/atelier/testing';
import { readVendorDocument } from '@aigateway/testkit';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { discard, type GatewayProcess, startProcess } from './gateway-process.ts';

const MODEL = 'ideogram/ideogram-character-remix';
const TIMEOUT_MS = 120_000;
const call = { model: MODEL, prompt: 'a fox', size: '256x256' };

type Json = Record<string, unknown>;
interface Operation {
  readonly security: readonly object[];
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema: Json }> }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

let gateway: GatewayProcess;
let own: Checker;
let openAi: Checker | null;
let image: string;
beforeAll(async () => {
  gateway = await startProcess();
  const document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as Document;
  own = createChecker(document);
  const theirs = readVendorDocument('openai-images-openapi-2026-08-21.json') as Document | null;
  openAi = theirs && createChecker(freeSizes(theirs));
  const fox = Buffer.from(characterPng('fox', { height: 256 }));
  image = `data:image/png;base64,${fox.toString('base64')}`;
}, TIMEOUT_MS);
afterAll(() => discard(gateway));

/** OpenAI's own types have meanwhile freed the sizes: any `WIDTHxHEIGHT`. */
function freeSizes(document: Document): Document {
  const free = (name: string, value: unknown) => {
    const isSize = name === 'size' && typeof value === 'object' && value !== null;
    return isSize ? { type: 'string' } : value;
  };
  return JSON.parse(JSON.stringify(document), free) as Document;
}

interface Checker {
  readonly document: Document;
  /** Faults of an answer to `method path` (the pattern); none where it is as promised. */
  check(method: string, path: string, response: Response): Promise<string[]>;
}

function createChecker(document: Document): Checker {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'https://document.invalid/', ...document } as object);
  const known = new Map<string, ValidateFunction>();
  const validate = (pointer: string, value: unknown): string[] => {
    const made = known.get(pointer) ?? ajv.compile({ $ref: `https://document.invalid/${pointer}` });
    known.set(pointer, made);
    return made(value)
      ? []
      : (made.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
  };
  return {
    document,
    async check(method, path, response) {
      const operation = document.paths[path]?.[method.toLowerCase()];
      if (!operation) return [`${method} ${path} is not in the document`];
      const content = operation.responses[response.status]?.content;
      if (!content) return [`${response.status} is not promised for ${method} ${path}`];
      const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
      if (type.startsWith('image/') && 'image/*' in content) return [];
      if (!(type in content)) return [`${type} is not promised for ${response.status}`];
      const place = ['paths', path, method.toLowerCase(), 'responses', String(response.status)];
      const pointer = `#/${[...place, 'content', type, 'schema'].map(escapePointer).join('/')}`;
      const bodies =
        type === 'text/event-stream' ? await readEvents(response) : [await response.json()];
      return bodies.flatMap((body) => validate(pointer, body));
    },
  };
}

function escapePointer(segment: string): string {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'));
}

async function readEvents(response: Response): Promise<unknown[]> {
  const lines = (await response.text()).split('\n').filter((line) => line.startsWith('data: '));
  return lines.map((line) => JSON.parse(line.slice(6)));
}

interface Send {
  readonly key?: string | null;
  readonly body?: unknown;
}

function send(method: string, path: string, { key = gateway.key, body }: Send = {}) {
  const isForm = body instanceof FormData;
  return fetch(`${gateway.url}${path}`, {
    method,
    headers: {
      ...(key !== null && { Authorization: `Bearer ${key}` }),
      ...(body !== undefined && !isForm && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
}

function imageForm(fields: Readonly<Record<string, string>>, part = 'image'): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const bytes = Buffer.from(image.slice(image.indexOf(',') + 1), 'base64');
  form.append(part, new Blob([bytes], { type: 'image/png' }), 'fox.png');
  return form;
}

const edited = { model: MODEL, prompt: 'at night', size: '256x256' };

describe('answers about pictures are those of both documents', { timeout: TIMEOUT_MS }, () => {
  test.each<[string, string, () => unknown]>([
    ['words', 'generations', () => call],
    ['base64', 'generations', () => ({ ...call, response_format: 'b64_json', n: 2 })],
    ['a picture', 'generations', () => ({ ...call, image, explain: true, metrics: true })],
    ['a stream', 'generations', () => ({ ...call, stream: true, partial_images: 3 })],
    ['a form', 'generations', () => imageForm(call)],
    ['an edit as a form', 'edits', () => imageForm(edited)],
    ['an edit as JSON', 'edits', () => ({ ...edited, images: [{ image_url: image }] })],
    ['an edit as a stream', 'edits', () => ({ ...edited, image, stream: true, partial_images: 1 })],
    ['a variation', 'variations', () => imageForm({ model: MODEL, size: '256x256' })],
  ])('%s (%s)', async (_, name, makeBody) => {
    const path = `/v1/images/${name}`;
    const response = await send('POST', path, { body: makeBody() });
    expect(response.status).toBe(200);
    const copy = response.clone();
    expect(await own.check('POST', path, response)).toEqual([]);
    if (openAi) expect(await openAi.check('POST', `/images/${name}`, copy)).toEqual([]);
  });

  test('errors have the form of both', async () => {
    const bad: [string, unknown, string | null][] = [
      ['generations', { ...call, n: 99 }, gateway.key],
      ['generations', { ...call, model: 'no/model' }, gateway.key],
      ['generations', call, null],
      ['edits', edited, gateway.key],
      ['edits', 'x', gateway.key],
      ['variations', { model: MODEL }, gateway.key],
    ];
    for (const [name, body, key] of bad) {
      const response = await send('POST', `/v1/images/${name}`, { body, key });
      expect(await own.check('POST', `/v1/images/${name}`, response)).toEqual([]);
    }
  });
});

describe('every operation of the document', { timeout: TIMEOUT_MS }, () => {
  const operations = () =>
    Object.entries(own.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    );

  test('answers as promised without a key, without a body, with odd ids', async () => {
    const faults: string[] = [];
    for (const { method, path, operation } of operations()) {
      const verb = method.toUpperCase();
      const keys = operation.security.length > 0 ? [null, gateway.key] : [null];
      for (const key of keys) {
        for (const body of verb === 'GET' || verb === 'DELETE' ? [undefined] : [{}, { x: 1 }]) {
          const filled = path.replace(/\{(\w+)\}/g, 'xyz_00000000');
          const response = await send(verb, filled, { key, body });
          const found = await own.check(verb, path, response);
          faults.push(...found.map((fault) => `${verb} ${path}: ${fault}`));
        }
      }
    }
    expect(faults).toEqual([]);
  });

  test('that makes and shows records answers them as promised', async () => {
    const made: [string, string, unknown][] = [
      ['POST', '/v1/files', imageForm({ purpose: 'vision' }, 'file')],
      ['GET', '/v1/files', undefined],
      ['POST', '/v1/keys', { name: 'one' }],
      ['POST', '/v1/sub-accounts', { name: 'one' }],
      ['POST', '/v1/budgets', { tag: 'one', monthly_cap_cents: 100 }],
    ];
    const faults: string[] = [];
    const note = (what: string, found: string[]) =>
      faults.push(...found.map((fault) => `${what}: ${fault}`));
    for (const [method, path, body] of made) {
      const response = await send(method, path, { body });
      expect([200, 201]).toContain(response.status);
      const copy = response.clone();
      note(`${method} ${path}`, await own.check(method, path, response));
      const { id } = (await copy.json()) as { id?: string };
      const one = `${path}/{id}`;
      for (const verb of ['GET', 'DELETE']) {
        if (!id || !own.document.paths[one]?.[verb.toLowerCase()]) continue;
        const shown = await send(verb, `${path}/${id}`);
        expect(shown.status).toBe(200);
        note(`${verb} ${one}`, await own.check(verb, one, shown));
      }
    }
    expect(faults).toEqual([]);
  });
});
