import { type FileRecord, fileListSchema, fileSchema } from '@aigateway/contract';
import { makePng } from '@aigateway/testkit';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSystem } from '../../../system.ts';
import { startTestGateway, type TestGateway } from '../../../testing/start-test-gateway.ts';

const PATH = '/v1/files';
const call = { model: 'ideogram/ideogram-character-remix', prompt: 'a fox', size: '256x256' };
const SECRET = 'the hideout at 47.3N';
const DAY_SECONDS = 24 * 3600;
const png = makePng({ width: 48, height: 32 });

let gateway: TestGateway;
let laterMs = 0;
beforeAll(async () => {
  const system = createSystem();
  gateway = await startTestGateway({ system: { ...system, now: () => system.now() + laterMs } });
});
afterAll(() => gateway.close());

interface Upload {
  readonly bytes?: Uint8Array;
  readonly name?: string;
  readonly key?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

function upload({ bytes = png, name = 'fox.png', key = gateway.key, fields }: Upload = {}) {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields ?? {})) body.append(field, value);
  body.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), name);
  const headers = { Authorization: `Bearer ${key}` };
  return fetch(`${gateway.url}${PATH}`, { method: 'POST', headers, body });
}

async function uploaded(options?: Upload): Promise<FileRecord> {
  const response = await upload(options);
  expect(response.status).toBe(201);
  return fileSchema.parse(await response.json());
}

async function makeTenant(): Promise<string> {
  const response = await gateway.post('/v1/sub-accounts', { name: 'tenant' });
  return ((await response.json()) as { key: string }).key;
}

describe('a file', () => {
  test('is kept with its name and facts, and can be read again', async () => {
    const file = await uploaded({ fields: { purpose: 'vision' } });
    expect(file).toMatchObject({ filename: 'fox.png', purpose: 'vision', source: 'uploaded' });
    expect(file).toMatchObject({ width: 48, height: 32, format: 'png', bytes: png.length });
    expect((file.expires_at ?? 0) - file.created_at).toBe(7 * 24 * 3600);
    expect(await (await gateway.get(`${PATH}/${file.id}`)).json()).toEqual(file);
    const content = await gateway.get(`${PATH}/${file.id}/content`);
    expect(content.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await content.arrayBuffer()).equals(png)).toBe(true);
  });

  test('is not what a job put away of its call', async () => {
    const list = async () => {
      const page = fileListSchema.parse(await (await gateway.get(`${PATH}?limit=100`)).json());
      return page.data.map(({ id }) => id);
    };
    const before = await list();
    gateway.atelier.behave({ kind: 'hang' });
    const image = `data:image/png;base64,${png.toString('base64')}`;
    const answer = await gateway.post('/v1/images/generations', { ...call, image, async: true });
    expect(answer.status).toBe(202);
    expect(await list()).toEqual(before);
    const store = await gateway.openStore();
    const rows = await store.kysely
      .selectFrom('image')
      .select('id')
      .where('purpose', 'is', null)
      .where('generation_id', 'is', null)
      .execute();
    await store.close();
    expect(rows).toHaveLength(1);
    for (const { id } of rows) expect((await gateway.get(`${PATH}/${id}`)).status).toBe(404);
    const { id: job } = (await answer.json()) as { id: string };
    await gateway.send('DELETE', `/v1/jobs/${job}`);
    gateway.atelier.behave({ kind: 'make' });
  });

  test('is taken by its id wherever a picture is', async () => {
    const { id } = await uploaded();
    const inputs = [
      ['/v1/images/generations', { image: id }],
      ['/v1/images/generations', { character_reference_images: [{ file_id: id }] }],
      ['/v1/images/edits', { images: [{ file_id: id }] }],
      ['/v1/images/variations', { image: id, prompt: undefined }],
    ] as const;
    for (const [path, more] of inputs) {
      expect((await gateway.post(path, { ...call, ...more })).status).toBe(200);
      expect(gateway.atelier.requests.at(-1)?.reference).toEqual(png);
    }
  });

  test('never keeps what a camera noted', async () => {
    const bytes = await sharp(png)
      .jpeg()
      .withExif({ IFD0: { Copyright: SECRET } })
      .toBuffer();
    expect(bytes.includes(SECRET)).toBe(true);
    const { id, format } = await uploaded({ bytes });
    expect(format).toBe('jpeg');
    const kept = await (await gateway.get(`${PATH}/${id}/content`)).arrayBuffer();
    expect(Buffer.from(kept).includes(SECRET)).toBe(false);
  });

  test('goes when its caller says, if that is before the retention', async () => {
    const expires = { 'expires_after[anchor]': 'created_at', 'expires_after[seconds]': '3600' };
    const file = await uploaded({ fields: expires });
    expect(file.expires_at).toBe(file.created_at + 3600);
    const long = { ...expires, 'expires_after[seconds]': String(8 * 24 * 3600) };
    const refused = await upload({ fields: long });
    expect(await refused.json()).toMatchObject({
      error: { code: 'invalid_value', param: 'expires_after.seconds' },
    });
  });

  test('is kept for as many days as its organisation says', async () => {
    const organisation = '/v1/organisation';
    const days = (count: number | null) =>
      gateway.send('PATCH', organisation, { body: { image_retention_days: count } });
    expect((await days(0)).status).toBe(400);
    expect(await (await days(2)).json()).toMatchObject({ image_retention_days: 2 });
    const lifeOf = async () => {
      const file = await uploaded();
      return (file.expires_at ?? 0) - file.created_at;
    };
    // What was read of it is remembered for ten seconds.
    laterMs += 11_000;
    expect(await lifeOf()).toBe(2 * DAY_SECONDS);
    await days(null);
    laterMs += 11_000;
    expect(await lifeOf()).toBe(7 * DAY_SECONDS);
  });

  test('is gone with its bytes once deleted', async () => {
    const bytes = makePng({ width: 48, height: 32, seed: 99 });
    const { id } = await uploaded({ bytes });
    const twin = await uploaded({ bytes });
    const gone = await gateway.send('DELETE', `${PATH}/${id}`);
    expect(await gone.json()).toEqual({ id, object: 'file', deleted: true });
    expect((await gateway.get(`${PATH}/${id}`)).status).toBe(404);
    expect((await gateway.send('DELETE', `${PATH}/${id}`)).status).toBe(404);
    const input = await gateway.post('/v1/images/generations', { ...call, image: id });
    expect(await input.json()).toMatchObject({ error: { code: 'image_not_found' } });
    expect((await gateway.get(`${PATH}/${twin.id}/content`)).status).toBe(200);
  });
});

describe('the list', () => {
  test('has what was uploaded and made, newest first, by pages', async () => {
    const first = await uploaded();
    await gateway.post('/v1/images/generations', call);
    const last = await uploaded();
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '?limit=2' : `?limit=2&cursor=${cursor}`;
      const page = fileListSchema.parse(await (await gateway.get(`${PATH}${query}`)).json());
      seen.push(...page.data.map((file) => file.id));
      cursor = page.next_cursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.indexOf(last.id)).toBe(0);
    const made = fileListSchema.parse(await (await gateway.get(`${PATH}?source=made`)).json());
    expect(made.data.length).toBeGreaterThan(0);
    expect(made.data.every((file) => file.purpose === 'image_output')).toBe(true);
    const after = await (await gateway.get(`${PATH}?after=${last.id}&source=uploaded`)).json();
    const ids = fileListSchema.parse(after).data.map((file) => file.id);
    expect(ids).toContain(first.id);
    expect(ids).not.toContain(last.id);
  });

  test.each(['?limit=0', '?cursor=nonsense', '?after=img_00000000', '?colour=red', '?source=x'])(
    '%s is refused',
    async (query) => {
      expect((await gateway.get(`${PATH}${query}`)).status).toBe(400);
    },
  );
});

describe('a tenant', () => {
  test("neither sees nor uses its neighbours' files; the owner sees all", async () => {
    const [one, other] = [await makeTenant(), await makeTenant()];
    const file = await uploaded({ key: one });
    const ours = await uploaded();
    for (const key of [other, one]) {
      const id = key === one ? ours.id : file.id;
      for (const path of [`${PATH}/${id}`, `${PATH}/${id}/content`]) {
        expect((await gateway.send('GET', path, { key })).status).toBe(404);
      }
      expect((await gateway.send('DELETE', `${PATH}/${id}`, { key })).status).toBe(404);
      const body = { ...call, image: id };
      const used = await gateway.send('POST', '/v1/images/generations', { key, body });
      expect(await used.json()).toMatchObject({ error: { code: 'image_not_found' } });
    }
    const list = await (await gateway.send('GET', PATH, { key: one })).json();
    expect(fileListSchema.parse(list).data.map(({ id }) => id)).toEqual([file.id]);
    expect((await gateway.get(`${PATH}/${file.id}`)).status).toBe(200);
  });
});

describe('what is no picture', () => {
  test.each([
    ['unsupported_image_format', 415, Buffer.from('GIF89a')],
    ['invalid_image', 400, png.subarray(0, png.length - 20)],
  ])('is refused: %s', async (code, status, bytes) => {
    const response = await upload({ bytes });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, param: 'file' } });
  });

  test('a body that is no form, no file, or has a field that is not there', async () => {
    expect((await gateway.post(PATH, { file: 'x' })).status).toBe(415);
    expect((await upload({ fields: { colour: 'red' } })).status).toBe(400);
    expect((await upload({ fields: { purpose: 'fine-tune' } })).status).toBe(400);
    const body = new FormData();
    body.append('file', 'text');
    const headers = { Authorization: `Bearer ${gateway.key}` };
    const text = await fetch(`${gateway.url}${PATH}`, { method: 'POST', headers, body });
    expect(await text.json()).toMatchObject({ error: { code: 'invalid_value', param: 'file' } });
  });

  test('a name cannot lead anywhere', async () => {
    const { filename } = await uploaded({ name: '../../etc/<b>passwd\u202e.png' });
    expect(filename).toBe('_b_passwd_.png');
  });
});
