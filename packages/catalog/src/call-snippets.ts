/** A request body as it would be sent, in the order in which it should be shown. */
export type RequestBody = Readonly<Record<string, unknown>>;

/** The same call in three languages, ready to paste. */
export interface CallSnippets {
  readonly curl: string;
  readonly python: string;
  readonly typescript: string;
}

/** Fields that OpenAI's own clients know by name; Python sends the others in `extra_body`. */
const OPENAI_FIELDS = new Set([
  'model',
  'prompt',
  'n',
  'size',
  'quality',
  'response_format',
  'output_format',
  'output_compression',
  'background',
  'moderation',
  'style',
  'stream',
  'partial_images',
  'user',
]);

/** `POST /v1/images/generations` with `body`, for the gateway at `publicUrl`. */
export function writeCallSnippets(publicUrl: string, body: RequestBody): CallSnippets {
  return {
    curl: writeCurl(publicUrl, body),
    python: writePython(publicUrl, body),
    typescript: writeTypeScript(publicUrl, body),
  };
}

function writeCurl(publicUrl: string, body: RequestBody): string {
  const json = indentJson(body).replaceAll("'", "'\\''");
  return [
    `curl ${publicUrl}/v1/images/generations \\`,
    '  -H "Authorization: Bearer $AIGATEWAY_API_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '${json}'`,
  ].join('\n');
}

function writePython(publicUrl: string, body: RequestBody): string {
  const fields = Object.entries(body);
  const known = fields.filter(([name]) => OPENAI_FIELDS.has(name));
  const extra = fields.filter(([name]) => !OPENAI_FIELDS.has(name));
  return [
    'from openai import OpenAI',
    '',
    `client = OpenAI(base_url="${publicUrl}/v1", api_key="sk-aig-…")`,
    '',
    'result = client.images.generate(',
    ...known.map(([name, value]) => `    ${name}=${pythonLiteral(value)},`),
    ...(extra.length > 0
      ? [
          '    extra_body={',
          ...extra.map(([name, value]) => `        "${name}": ${pythonLiteral(value)},`),
          '    },',
        ]
      : []),
    ')',
    pythonOutput(body),
  ].join('\n');
}

/** The body is a variable because a literal argument would be refused for our additions. */
function writeTypeScript(publicUrl: string, body: RequestBody): string {
  return [
    "import OpenAI from 'openai';",
    '',
    'const client = new OpenAI({',
    `  baseURL: '${publicUrl}/v1',`,
    '  apiKey: process.env.AIGATEWAY_API_KEY,',
    '});',
    '',
    'const request = {',
    ...Object.entries(body).map(([name, value]) => `  ${name}: ${scriptLiteral(value)},`),
    '};',
    'const result = await client.images.generate(request);',
    body.response_format === 'b64_json'
      ? 'console.log(result.data?.[0]?.b64_json);'
      : 'console.log(result.data?.[0]?.url);',
  ].join('\n');
}

function pythonOutput(body: RequestBody): string {
  return `print(result.data[0].${body.response_format === 'b64_json' ? 'b64_json' : 'url'})`;
}

function indentJson(body: RequestBody): string {
  const lines = JSON.stringify(body, null, 2).split('\n');
  return lines.map((line, i) => (i === 0 ? line : `  ${line}`)).join('\n');
}

function pythonLiteral(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return 'None';
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(
      ([key, item]) => `${JSON.stringify(key)}: ${pythonLiteral(item)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  return JSON.stringify(value);
}

/** Enumerations of OpenAI's types would widen to `string`, hence `as const` on texts they list. */
function scriptLiteral(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const inner = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"');
  const text = `'${inner.replaceAll("'", "\\'")}'`;
  return /^(url|b64_json|png|jpeg|webp|\d+x\d+|auto|low|medium|high|hd|standard)$/.test(value)
    ? `${text} as const`
    : text;
}
