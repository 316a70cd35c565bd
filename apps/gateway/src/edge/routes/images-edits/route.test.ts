import { makePng } from '@aigateway/testkit';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

const PATH = '/v1/images/edits';
const MODEL = 'ideogram/ideogram-character-remix';
const SIDE = 64;
const source = makePng({ width: SIDE, height: SIDE, seed: 1 });
const character = makePng({ width: SIDE, height: SIDE, seed: 2 });
const dataUrl = (bytes: Uint8Array) =>
  `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;

let gateway: TestGateway;
let hole: Uint8Array;
beforeAll(async () => {
  gateway = await startTestGateway();
  hole = await makeMask(SIDE, SIDE);
});
afterAll(() => gateway.close());
beforeEach(() => gateway.atelier.behave({ kind: 'make' }));

/** A mask whose left half is transparent. */
async function makeMask(width: number, height: number): Promise<Uint8Array> {
  const half = { width: Math.floor(width / 2), height, channels: 4, background: '#fff' } as const;
  return sharp({ create: { width, height, channels: 4, background: '#0000' } })
    .composite([{ input: { create: half }, left: Math.ceil(width / 2), top: 0 }])
    .png()
    .toBuffer();
}

type Part = readonly [string, string | Uint8Array];

function sendForm(path: string, parts: readonly Part[]): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') body.append(name, value);
    else body.append(name, new Blob([new Uint8Array(value)], { type: 'image/png' }), 'a.png');
  }
  const headers = { Authorization: `Bearer ${gateway.key}` };
  return fetch(`${gateway.url}${path}`, { method: 'POST', headers, body });
}

const edit = (...parts: Part[]) => sendForm(PATH, [['model', MODEL], ['prompt', 'hat'], ...parts]);

async function errorOf(response: Response) {
  const { error } = (await response.json()) as { error: { code: string; param: string | null } };
  expect(response.headers.get('x-request-id')).toBeTruthy();
  return { status: response.status, code: error.code, param: error.param };
}

describe('an edit', () => {
  test('of an uploaded file answers base64 in the shape of the source', async () => {
    const response = await edit(['image', source], ['n', '2'], ['seed', '7']);
    expect(response.status).toBe(200);
    const body = (await response.json()) as { data: { b64_json: string; seed: number }[] };
    expect(body.data.map((one) => one.seed)).toEqual([7, 8]);
    expect(Buffer.from(body.data[0]?.b64_json ?? '', 'base64').subarray(1, 4)).toEqual(
      Buffer.from('PNG'),
    );
    expect(gateway.atelier.requests.at(-1)).toMatchObject({ width: 256, height: 256 });
    expect(response.headers.get('x-cost-cents')).toBe('10');
  });

  test('answers addresses when asked for', async () => {
    const response = await edit(['image', source], ['response_format', 'url']);
    const body = (await response.json()) as { data: { url: string }[] };
    expect((await fetch(body.data[0]?.url ?? '')).status).toBe(200);
  });

  test.each([
    ['image twice', 'image'],
    ['image[]', 'image[]'],
  ])(
    'takes several files (%s): the first is the source, the second the character',
    async (_, name) => {
      expect((await edit([name, source], [name, character])).status).toBe(200);
      expect(gateway.atelier.requests.at(-1)?.reference).toEqual(Buffer.from(character));
    },
  );

  test('keeps the opaque part of the mask and says what that means here', async () => {
    const response = await edit(['image', source], ['mask', hole], ['explain', 'true']);
    const body = (await response.json()) as { explain: { fields: { field: string }[] } };
    expect(body.explain.fields.map((one) => one.field)).toContain('mask');
    expect(response.headers.get('x-aig-warning')).toContain('mask says what is kept');
    const mask = gateway.atelier.requests.at(-1)?.mask ?? new Uint8Array();
    const { data, info } = await sharp(mask).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([SIDE, SIDE]);
    expect([data[0], data[(SIDE - 1) * info.channels]]).toEqual([0, 255]);
  });

  test.each([
    ['images', { images: [{ image_url: dataUrl(source) }] }],
    ['images of both kinds', { images: [{ image_url: dataUrl(source) }, dataUrl(character)] }],
    ['image_url', { image_url: dataUrl(source) }],
    ['image', { image: dataUrl(source) }],
    ['nulls where nothing is meant', { image: dataUrl(source), mask: null, n: null, user: null }],
  ])('takes JSON with %s', async (_, pictures) => {
    const response = await gateway.post(PATH, { model: MODEL, prompt: 'hat', ...pictures });
    const body = (await response.json()) as { data: { b64_json?: string }[] };
    expect(body.data[0]?.b64_json).toBeTruthy();
  });

  test('takes a mask in JSON', async () => {
    const mask = { image_url: dataUrl(hole) };
    const body = { model: MODEL, prompt: 'hat', image_url: dataUrl(source), mask };
    expect((await gateway.post(PATH, body)).status).toBe(200);
    expect(gateway.atelier.requests.at(-1)?.mask).toBeDefined();
  });

  test('is priced and explained without being made', async () => {
    const made = gateway.atelier.requests.length;
    const response = await edit(['image', source], ['mask', hole], ['dry_run', 'true']);
    expect(await response.json()).toMatchObject({ object: 'dry_run', price_cents: '5' });
    expect(gateway.atelier.requests).toHaveLength(made);
  });
});

describe('a variation', () => {
  test('needs a picture and no words', async () => {
    const response = await sendForm('/v1/images/variations', [
      ['model', MODEL],
      ['image', source],
      ['n', '2'],
    ]);
    const body = (await response.json()) as { data: { url: string }[] };
    expect(body.data).toHaveLength(2);
    expect((await fetch(body.data[1]?.url ?? '')).status).toBe(200);
    expect(response.headers.get('x-aig-warning')).not.toContain('another picture');
  });

  test('takes no prompt', async () => {
    const parts: Part[] = [
      ['model', MODEL],
      ['image', source],
      ['prompt', 'x'],
    ];
    expect(await errorOf(await sendForm('/v1/images/variations', parts))).toMatchObject({
      status: 400,
      code: 'unknown_field',
      param: 'prompt',
    });
  });
});

describe('400', () => {
  test.each<[string, string, Part[]]>([
    ['missing_image', 'image', []],
    [
      'invalid_value',
      'n',
      [
        ['image', source],
        ['n', 'many'],
      ],
    ],
    [
      'invalid_value',
      'n',
      [
        ['image', source],
        ['n', '1'],
        ['n', '2'],
      ],
    ],
    [
      'unknown_field',
      'colour',
      [
        ['image', source],
        ['colour', 'red'],
      ],
    ],
    ['invalid_value', 'image', Array.from({ length: 17 }, (): Part => ['image[]', source])],
  ])('%s (%s) names the field', async (code, param, parts) => {
    expect(await errorOf(await edit(...parts))).toEqual({ status: 400, code, param });
  });

  test('a mask of another size, without a hole, or that is no picture', async () => {
    const wide = await makeMask(SIDE * 2, SIDE);
    const other = await errorOf(await edit(['image', source], ['mask', wide]));
    expect(other).toEqual({ status: 400, code: 'invalid_value', param: 'mask' });
    const opaque = await errorOf(await edit(['image', source], ['mask', source]));
    expect(opaque).toEqual({ status: 400, code: 'invalid_value', param: 'mask' });
    const cut = await errorOf(await edit(['image', source], ['mask', hole.subarray(0, 60)]));
    expect(cut).toEqual({ status: 400, code: 'invalid_image', param: 'mask' });
  });

  test('a model that draws from words alone says that it cannot edit', async () => {
    const response = await sendForm(PATH, [
      ['model', 'atelier/scene'],
      ['prompt', 'hat'],
      ['image', source],
    ]);
    expect(await errorOf(response)).toEqual({
      status: 400,
      code: 'unsupported_value',
      param: 'image',
    });
  });

  test('pictures in two fields at once', async () => {
    const image = dataUrl(source);
    const body = { model: MODEL, prompt: 'hat', image, image_url: image };
    expect(await errorOf(await gateway.post(PATH, body))).toMatchObject({ code: 'invalid_value' });
  });

  test.each([
    ['no boundary', 'multipart/form-data', 'x'],
    [
      'no end',
      'multipart/form-data; boundary=b',
      '--b\r\ncontent-disposition: form-data; name="n"',
    ],
    ['a cut file', 'multipart/form-data; boundary=b', `${part('image', 'a.png')}\x89PNG`],
    ['another boundary', 'multipart/form-data; boundary=c', `${part('n')}1\r\n--b--\r\n`],
    ['nothing', 'multipart/form-data; boundary=b', ''],
    ['a nameless part', 'multipart/form-data; boundary=b', `${part('')}1\r\n--b--\r\n`],
  ])('a form with %s', async (_, contentType, body) => {
    const response = await gateway.post(PATH, body, { 'Content-Type': contentType });
    expect((await errorOf(response)).status).toBe(400);
  });
});

function part(name: string, file?: string): string {
  const more = file ? `; filename="${file}"` : '';
  return `--b\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`;
}

describe('413', () => {
  test('image_too_large names the field of the file', async () => {
    const large = new Uint8Array(25 * 1024 * 1024 + 1);
    large.set(source);
    const error = await errorOf(await edit(['image[]', large]));
    expect(error).toEqual({ status: 413, code: 'image_too_large', param: 'image' });
  });

  test('payload_too_large before the form is read', async () => {
    const response = await gateway.post(PATH, 'x'.repeat(129 * 1024 * 1024), {
      'Content-Type': 'multipart/form-data; boundary=b',
    });
    expect(await errorOf(response)).toMatchObject({ status: 413, code: 'payload_too_large' });
  });
});

test('415 for a body that is neither JSON nor a form', async () => {
  const response = await gateway.post(PATH, 'a=b', {
    'Content-Type': 'application/x-www-form-urlencoded',
  });
  expect(await errorOf(response)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
});

test('generations take the same form, with files as reference', async () => {
  const response = await sendForm('/v1/images/generations', [
    ['model', MODEL],
    ['prompt', 'on a beach'],
    ['character_reference_images[]', character],
  ]);
  const body = (await response.json()) as { data: { url: string }[] };
  expect(body.data[0]?.url).toContain('/img/');
  expect(gateway.atelier.requests.at(-1)?.reference).toEqual(Buffer.from(character));
});
