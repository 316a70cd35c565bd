import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { makePng } from '@aigateway/testkit';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';

let gateway: TestGateway;
let client: Client;
beforeAll(async () => {
  gateway = await startTestGateway({ jobGraceMs: 0 });
  client = await connect(gateway.key);
});
afterAll(async () => {
  await client.close();
  await gateway.close();
});

async function connect(key: string): Promise<Client> {
  const made = new Client({ name: 'test', version: '1' });
  const requestInit = { headers: { Authorization: `Bearer ${key}` } };
  await made.connect(
    new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`), { requestInit }),
  );
  return made;
}

async function call(name: string, input: Record<string, unknown> = {}): Promise<CallToolResult> {
  return (await client.callTool({ name, arguments: input })) as CallToolResult;
}

const kinds = (result: CallToolResult) => result.content.map(({ type }) => type);
const textOf = (result: CallToolResult) =>
  result.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');

test('the official client finds the tools, with schemas made from the contract', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual([
    'cancel_job',
    'edit_image',
    'generate_image',
    'get_balance',
    'get_job',
    'list_models',
    'remix_character',
    'search_models',
  ]);
  const remix = tools.find(({ name }) => name === 'remix_character');
  expect(remix?.inputSchema.required).toEqual(expect.arrayContaining(['prompt', 'image']));
  expect(remix?.inputSchema.properties).toHaveProperty('strength');
});

test('a picture comes as a link to the whole and as a preview to look at', async () => {
  const before = await gateway.availableCents();
  const result = await call('generate_image', { prompt: 'a hill', n: 2, size: '1024x768' });
  expect(kinds(result)).toEqual(['text', 'resource_link', 'image', 'resource_link', 'image']);
  expect(textOf(result)).toContain('Cost 10 cents');
  const [, link, preview] = result.content;
  if (link?.type !== 'resource_link' || preview?.type !== 'image') throw new Error('as above');
  expect(link.mimeType).toBe('image/png');
  expect((await fetch(link.uri)).headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(preview.data, 'base64').subarray(8, 12).toString()).toBe('WEBP');
  expect(await gateway.availableCents()).toBe(before - 10);
});

test('a character is remixed and a picture edited, from data URLs', async () => {
  const image = `data:image/png;base64,${makePng().toString('base64')}`;
  const input = { prompt: 'on a beach', image, size: '256x256' };
  expect(kinds(await call('remix_character', input))).toEqual(['text', 'resource_link', 'image']);
  expect(gateway.atelier.requests.at(-1)?.reference).toBeDefined();
  expect(kinds(await call('edit_image', input))).toEqual(['text', 'resource_link', 'image']);
});

test('a job is begun, read and cancelled', async () => {
  gateway.atelier.behave({ kind: 'hang' });
  const begun = await call('generate_image', { prompt: 'x', async: true });
  const { id } = begun.structuredContent as { id: string };
  expect(textOf(begun)).toContain(`Job ${id} is queued`);
  const cancelled = await call('cancel_job', { id });
  expect(textOf(cancelled)).toContain('cancelled: ');
  gateway.atelier.behave({ kind: 'make' });
  const second = await call('generate_image', { prompt: 'x', async: true, size: '256x256' });
  const { id: made } = second.structuredContent as { id: string };
  const status = async () => (await call('get_job', { id: made })).structuredContent?.status;
  await expect.poll(status).toBe('completed');
  expect(kinds(await call('get_job', { id: made }))).toEqual(['text', 'resource_link', 'image']);
});

test('models are listed, searched and read as resources; the balance is told', async () => {
  const listed = await call('list_models', { capability: 'character-reference' });
  expect(textOf(listed)).toContain('ideogram/ideogram-character-remix');
  const found = await call('search_models', { query: 'character remix' });
  const { data } = found.structuredContent as { data: { id: string }[] };
  expect(data.map(({ id }) => id)).toContain('ideogram/ideogram-character-remix');
  expect((await call('get_balance')).structuredContent).toMatchObject({ object: 'balance' });
  const { resources } = await client.listResources();
  const uri = 'aigateway://models/ideogram/ideogram-character-remix';
  expect(resources.map((one) => one.uri)).toContain(uri);
  const { contents } = await client.readResource({ uri });
  expect(contents[0]).toMatchObject({ mimeType: 'text/markdown' });
  expect(JSON.stringify(contents[0])).toContain('# Ideogram V3 Character Remix');
});

test.each(['aigateway://models/no/model', 'aigateway://models/..%2F..', 'https://a.example/x'])(
  'the resource %s is not there, in our words',
  async (uri) => {
    const missing = client.readResource({ uri });
    await expect(missing).rejects.toMatchObject({
      code: -32_002,
      message: expect.stringContaining(`There is no resource "${uri}". Models are`),
    });
  },
);

test('a key for pictures alone connects and makes them; what reads is refused', async () => {
  const made = await gateway.send('POST', '/v1/keys', {
    body: { name: 'agent', scopes: ['images'] },
  });
  const agent = await connect(((await made.json()) as { key: string }).key);
  expect((await agent.listTools()).tools).toHaveLength(8);
  const use = async (name: string, input = {}) =>
    (await agent.callTool({ name, arguments: input })) as CallToolResult;
  expect(kinds(await use('generate_image', { prompt: 'a hill', size: '256x256' }))).toEqual([
    'text',
    'resource_link',
    'image',
  ]);
  expect(textOf(await use('get_balance'))).toContain('scope_exceeded: ');
  expect((await use('list_models')).isError).toBeUndefined();
  await agent.close();
});

test('prompts for common remixes name the tool and the picture', async () => {
  const { prompts } = await client.listPrompts();
  expect(prompts.map(({ name }) => name)).toContain('storyboard');
  const { messages } = await client.getPrompt({
    name: 'new_scene',
    arguments: { character: 'img_1', scene: 'in the rain' },
  });
  expect(JSON.stringify(messages)).toContain('remix_character with the image img_1');
});

test.each([
  ['generate_image', { prompt: 'x', model: 'no/model' }, 'model_not_found: '],
  ['generate_image', { prompt: 'x', art_style: 'nonsense' }, 'invalid_value: art_style'],
  ['edit_image', { prompt: 'x', image: 'img_00000000' }, 'image_not_found: '],
  ['get_job', { id: 'job_00000000' }, 'job_not_found: '],
  ['get_job', { id: 'job_/../../balance' }, 'job_not_found: '],
  ['get_job', { id: 'bal' }, 'invalid_value: id'],
  ['get_job', {}, 'invalid_value: id'],
  ['generate_image', { prompt: 'x', n: 11 }, 'invalid_value: n'],
  ['generate_image', { prompt: 'x', colour: 'red' }, 'unknown_field: '],
  ['remix_character', { prompt: 'x' }, 'invalid_value: image'],
  ['list_models', { max_price_cents: 'cheap' }, 'invalid_value: max_price_cents'],
  ['get_balance', { of: 'others' }, 'unknown_field: '],
  ['draw', { prompt: 'x' }, 'invalid_value: There is no tool "draw". There are generate_image, '],
  ['toString', {}, 'invalid_value: There is no tool'],
])('%s with %j fails in our words', async (name, input, words) => {
  const result = await call(name, input);
  expect(result.isError).toBe(true);
  expect(textOf(result)).toContain(words);
});

test('a failed tool costs nothing and reaches no engine', async () => {
  const [cents, made] = [await gateway.availableCents(), gateway.atelier.requests.length];
  await call('generate_image', { prompt: 'x', n: 11 });
  await call('edit_image', { prompt: 'x' });
  expect([await gateway.availableCents(), gateway.atelier.requests.length]).toEqual([cents, made]);
});

test('a job of others is not there, neither to read nor to cancel', async () => {
  gateway.atelier.behave({ kind: 'hang' });
  const begun = await call('generate_image', { prompt: 'x', async: true });
  const { id } = begun.structuredContent as { id: string };
  const sub = await gateway.send('POST', '/v1/sub-accounts', { body: { name: 's' } });
  const other = await connect(((await sub.json()) as { key: string }).key);
  for (const name of ['get_job', 'cancel_job']) {
    const result = await other.callTool({ name, arguments: { id } });
    expect(JSON.stringify(result)).toContain('job_not_found: ');
  }
  await other.close();
  expect(textOf(await call('get_job', { id }))).not.toContain('cancelled');
  await call('cancel_job', { id });
  gateway.atelier.behave({ kind: 'make' });
});

test('the snippet of the document makes a picture', async () => {
  const page = await readFile(new URL('../../../../docs/mcp.md', import.meta.url), 'utf8');
  const snippet = /<!-- snippet: agent.mjs -->\n```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', snippet, '--', 'agent.mjs', gateway.url],
    { env: { ...process.env, AIGATEWAY_API_KEY: gateway.key }, cwd: import.meta.dirname },
  );
  expect(stdout).toContain('Cost 5 cents');
  expect(stdout).toContain(`${gateway.url}/img/`);
});

test('no key is 401 in the envelope; a cookie from a foreign page is 403', async () => {
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const post = (headers: Record<string, string>) =>
    fetch(`${gateway.url}/mcp`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(message),
    });
  const nobody = await post({});
  expect(nobody.status).toBe(401);
  expect(await nobody.json()).toMatchObject({ error: { code: 'missing_api_key' } });
  const foreign = await post({ Cookie: 'session=x', Origin: 'https://elsewhere.example' });
  expect(foreign.status).toBe(403);
  expect(await foreign.json()).toMatchObject({ error: { code: 'foreign_origin' } });
});

test('a wrong key does not open the door, a narrow one is held to its scopes', async () => {
  for (const key of ['', 'sk-aig-wrong0000000000000000000000']) {
    await expect(connect(key)).rejects.toThrow(/401|missing or not valid/);
  }
  const made = await gateway.send('POST', '/v1/keys', { body: { name: 'r', scopes: ['read'] } });
  const reader = await connect(((await made.json()) as { key: string }).key);
  const result = await reader.callTool({ name: 'generate_image', arguments: { prompt: 'x' } });
  expect(JSON.stringify(result)).toContain('scope_exceeded: ');
  await reader.close();
});

test('a tool that is called again under one name makes and costs nothing anew', async () => {
  const before = await gateway.availableCents();
  const input = { prompt: 'a hill', size: '256x256', idempotency_key: 'a hill, once' };
  const [first, again] = [await call('generate_image', input), await call('generate_image', input)];
  const idOf = ({ content }: CallToolResult) =>
    content
      .flatMap((block) => (block.type === 'resource_link' ? [block.uri] : []))[0]
      ?.split('?')[0];
  expect(idOf(first)).toContain('/img/');
  expect(idOf(again)).toBe(idOf(first));
  expect(textOf(again)).toContain('Given again');
  expect(await gateway.availableCents()).toBe(before - 5);
  const other = await call('generate_image', { ...input, prompt: 'a lake' });
  expect(textOf(other)).toContain('idempotency_key_reused: ');
});

test('there are no sessions: other methods are 405 with the method that is allowed', async () => {
  for (const method of ['GET', 'DELETE']) {
    const response = await gateway.send(method, '/mcp');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await response.json()).toMatchObject({ error: { code: 'method_not_allowed' } });
  }
});

test.each(['{', '[]', '"x"', '{"jsonrpc":"1.0"}'])(
  'a body of %j is an answer, never a fault',
  async (body) => {
    const response = await gateway.post('/mcp', body, {
      Accept: 'application/json, text/event-stream',
    });
    expect(response.status).toBeGreaterThanOrEqual(200);
    expect(response.status).toBeLessThan(500);
  },
);
