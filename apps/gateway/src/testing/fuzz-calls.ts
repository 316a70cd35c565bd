import { ENDPOINTS } from '@aigateway/contract';
import { makePng } from '@aigateway/testkit';

/** One generated request. */
export interface FuzzCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

type Random = () => number;

const PNG = makePng({ width: 16, height: 16 });
const DATA_URL = `data:image/png;base64,${PNG.toString('base64')}`;
const MODELS = ['ideogram/ideogram-character-remix', 'atelier/scene', 'atelier/character-remix'];
const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\u202egnp.exe',
  '\ud800',
  '𝕗𝕠𝕩 👩‍👩‍👧‍👦',
  'é'.normalize('NFD'),
  '../../etc/passwd',
  '..%2f..%2f',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '%s%n%x',
  'null',
  'NaN',
  '-0',
  '1e999',
  'x'.repeat(11_000),
];
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  2 ** 53,
  1e308,
  -1e308,
  [],
  {},
  [[[[]]]],
  { toString: 1 },
  { __proto__: { a: 1 } },
  ...ODD_TEXTS,
];

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

const chance = (random: Random, share: number) => random() < share;

/** A request nobody would send, mostly near to one that somebody would. */
export function makeFuzzCall(random: Random, key: string): FuzzCall {
  const endpoint = pick(random, chance(random, 0.5) ? IMAGE_ENDPOINTS : ENDPOINTS);
  const method = chance(random, 0.95) ? endpoint.method.toUpperCase() : pick(random, METHODS);
  const path = makePath(random, endpoint.path);
  const body = method === 'GET' || method === 'HEAD' ? null : makeBody(random, endpoint.path);
  const auth = chance(random, 0.95)
    ? `Bearer ${key}`
    : pick(random, ['Bearer x', 'Basic eA==', '']);
  return {
    method,
    path,
    body: body?.bytes ?? null,
    headers: {
      authorization: auth,
      ...(body && { 'content-type': body.type }),
      ...makeHeaders(random),
    },
  };
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'];
const IMAGE_ENDPOINTS = ENDPOINTS.filter(({ path }) => /^\/v1\/(images|files)/.test(path));

function makePath(random: Random, pattern: string): string {
  const filled = pattern.replace(/\{\w+\}/g, () =>
    encodeURIComponent(toPlain(pick(random, ['img_00000000', 'job_00000000', ...ODD_TEXTS]))),
  );
  const odd = chance(random, 0.05) ? pick(random, PATH_TRICKS) : '';
  const query = chance(random, 0.3) ? `?${makeQuery(random)}` : '';
  return `${filled}${odd}${query}`;
}

const PATH_TRICKS = ['/', '//', '/..', '/%2e%2e/', '%00', '/./', ';a=b', '/%ff', '%', '%zz'];
const QUERY_NAMES = ['limit', 'cursor', 'dry_run', 'status', 'window', 'from', 'to', 'exp', 'sig'];

function makeQuery(random: Random): string {
  const one = () => {
    const value = chance(random, 0.5) ? String(pick(random, [1, 0, -1, 1e9])) : oddText(random);
    return `${pick(random, QUERY_NAMES)}=${encodeURIComponent(toPlain(value))}`;
  };
  return Array.from({ length: 1 + Math.floor(random() * 3) }, one).join('&');
}

const oddText = (random: Random) => pick(random, ODD_TEXTS);

/** A lone surrogate cannot be written in an address. */
function toPlain(text: string): string {
  return text.slice(0, 300).replace(/[\ud800-\udfff]/g, '\ufffd');
}

function makeHeaders(random: Random): Record<string, string> {
  const header = (name: string, share: number): Record<string, string> =>
    chance(random, share) ? { [name]: oddText(random).replace(/[^\x20-\x7e]/g, '?') } : {};
  return {
    ...header('x-request-id', 0.1),
    ...header('x-aig-tag', 0.1),
    ...header('prefer', 0.05),
    ...header('idempotency-key', 0.05),
    ...header('range', 0.05),
    ...header('if-none-match', 0.05),
    ...header('cookie', 0.02),
  };
}

interface FuzzBody {
  readonly type: string;
  readonly bytes: Buffer;
}

function makeBody(random: Random, path: string): FuzzBody {
  const fields = makeFields(random, path);
  const kind = random();
  if (kind < 0.45) return makeJson(random, fields);
  if (kind < 0.9) return makeForm(random, fields);
  return {
    type: pick(random, ['text/plain', 'application/json', 'multipart/form-data', 'a/b', ';;;']),
    bytes: Buffer.from(oddText(random)),
  };
}

/** Fields of a call that would work, some of them spoilt. */
function makeFields(random: Random, path: string): [string, unknown][] {
  const good: [string, unknown][] = [
    ['model', pick(random, MODELS)],
    ['prompt', 'a fox'],
    ['size', '256x256'],
    ...(path.endsWith('/edits') || chance(random, 0.2) ? ([['image', DATA_URL]] as const) : []),
  ] as [string, unknown][];
  const spoilt = good.map(([name, value]): [string, unknown] =>
    chance(random, 0.15) ? [name, pick(random, ODD_VALUES)] : [name, value],
  );
  const more = Array.from({ length: Math.floor(random() * 4) }, (): [string, unknown] => [
    pick(random, FIELD_NAMES),
    chance(random, 0.4) ? pick(random, GOOD_VALUES) : pick(random, ODD_VALUES),
  ]);
  return [...spoilt, ...more];
}

const FIELD_NAMES = (
  'n seed quality response_format output_format output_compression background stream ' +
  'partial_images user image mask images image_url character_reference_images strength ' +
  'character_reference_mask character_reference_box style_reference_images art_style style_type ' +
  'rendering_speed negative_prompt aspect_ratio magic_prompt style_codes color_palette dry_run ' +
  'explain metrics name spend_cap_cents tag monthly_cap_cents file purpose expires_after ' +
  '__proto__ constructor prototype toString input_fidelity async'
).split(' ');
const GOOD_VALUES: readonly unknown[] = [
  1,
  2,
  '2',
  'true',
  true,
  'auto',
  'low',
  'png',
  'url',
  'b64_json',
  DATA_URL,
  'img_00000000',
  'https://127.0.0.1/a.png',
  { file_id: 'img_00000000' },
  [DATA_URL],
  [0, 0, 1, 1],
  { name: 'EMBER' },
];

function makeJson(random: Random, fields: readonly [string, unknown][]): FuzzBody {
  // Not by `JSON.stringify` of an object: names may come twice.
  const pairs = fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const text = `{${pairs.join(',')}}`;
  const cut = chance(random, 0.1) ? text.slice(0, Math.floor(random() * text.length)) : text;
  const deep = chance(random, 0.02) ? '['.repeat(20_000) : cut;
  return { type: 'application/json', bytes: Buffer.from(deep) };
}

const BOUNDARY = 'fuzz';

function makeForm(random: Random, fields: readonly [string, unknown][]): FuzzBody {
  const parts = fields.map(([name, value]) => makePart(random, name, value));
  const end = chance(random, 0.9) ? `--${BOUNDARY}--\r\n` : '';
  const whole = Buffer.concat([...parts, Buffer.from(end)]);
  const bytes = chance(random, 0.1)
    ? whole.subarray(0, Math.floor(random() * whole.length))
    : whole;
  const boundary = chance(random, 0.95)
    ? BOUNDARY
    : pick(random, ['', 'other', '"', 'x'.repeat(200)]);
  return { type: `multipart/form-data; boundary=${boundary}`, bytes: flip(random, bytes) };
}

function makePart(random: Random, name: string, value: unknown): Buffer {
  const isPicture = value === DATA_URL;
  const suffix = chance(random, 0.2)
    ? pick(random, ['[]', '[0]', '[a][b]', '[', ']', '[][][][][]'])
    : '';
  const quote = chance(random, 0.98) ? '"' : '';
  const file =
    isPicture || chance(random, 0.05) ? `; filename="${oddText(random).slice(0, 50)}"` : '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const label = `name=${quote}${name}${suffix}${quote}${file}`;
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; ${label}\r\n`;
  const type = chance(random, 0.2)
    ? `content-type: ${pick(random, ['image/png', 'a', ''])}\r\n`
    : '';
  return Buffer.concat([
    Buffer.from(`${head}${type}\r\n`),
    isPicture ? PNG : Buffer.from(text),
    Buffer.from('\r\n'),
  ]);
}

/** Some bytes of some bodies are others. */
function flip(random: Random, bytes: Buffer): Buffer {
  if (bytes.length === 0 || !chance(random, 0.1)) return bytes;
  const changed = Buffer.from(bytes);
  for (let i = 0; i < 8; i++) changed[Math.floor(random() * changed.length)] = random() * 256;
  return changed;
}
