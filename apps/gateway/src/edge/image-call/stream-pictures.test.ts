import { imageEditEvents, imageGenerationEvents } from '@aigateway/contract';
import { makePng } from '@aigateway/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../../testing/start-test-gateway.ts';

const PATH = '/v1/images/generations';
const call = {
  model: 'ideogram/ideogram-character-remix',
  prompt: 'a fox',
  size: '256x256',
  stream: true,
};

let gateway: TestGateway;
const beats = new Set<() => void>();
beforeAll(async () => {
  gateway = await startTestGateway({
    beat: (onBeat) => {
      beats.add(onBeat);
      return () => beats.delete(onBeat);
    },
  });
});
afterAll(() => gateway.close());
beforeEach(() => gateway.atelier.behave({ kind: 'make' }));

type Event = { readonly event: string; readonly data: Record<string, unknown> };

/** What a stream says, one item an event; comments are `: …`. */
async function readStream(response: Response): Promise<(Event | string)[]> {
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  return parse(await response.text());
}

function parse(text: string): (Event | string)[] {
  return text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      if (block.startsWith(':')) return block;
      const [event = '', data = ''] = block.split('\n');
      return { event: event.slice(7), data: JSON.parse(data.slice(6)) };
    });
}

const isEvent = (one: Event | string): one is Event => typeof one !== 'string';

test('one completed event a picture, each whole, priced and with usage', async () => {
  const before = await gateway.availableCents();
  const response = await gateway.post(PATH, { ...call, n: 2, seed: 7, explain: true });
  expect(response.headers.get('x-request-id')).toBeTruthy();
  const events = (await readStream(response)).filter(isEvent);
  expect(events.map((one) => one.event)).toEqual([
    'image_generation.completed',
    'image_generation.completed',
  ]);
  for (const [index, { data }] of events.entries()) {
    imageGenerationEvents.ImageGenerationCompleted.parse(data);
    expect(data).toMatchObject({ image_index: index, seed: 7 + index, cost_cents: '5' });
    expect(Buffer.from(String(data.b64_json), 'base64').toString('latin1', 1, 4)).toBe('PNG');
  }
  expect(events[0]?.data.explain).toBeDefined();
  expect(await gateway.availableCents()).toBe(before - 10);
});

test.each([0, 1, 2, 3])('%i partial pictures are what was asked for', async (wanted) => {
  gateway.atelier.behave({ kind: 'show', next: 'make' });
  const response = await gateway.post(PATH, { ...call, partial_images: wanted });
  const events = (await readStream(response)).filter(isEvent);
  const partials = events.filter((one) => one.event.endsWith('.partial_image'));
  expect(partials.map(({ data }) => data.partial_image_index)).toEqual(
    Array.from({ length: wanted }, (_, i) => i),
  );
  for (const { data } of partials) {
    imageGenerationEvents.ImageGenerationPartialImage.parse(data);
    expect(data.size).toBe('256x256');
  }
  expect(events.at(-1)?.event).toBe('image_generation.completed');
});

test('an edit has events of its own, and an address where it was asked for', async () => {
  const image = `data:image/png;base64,${makePng().toString('base64')}`;
  const body = { ...call, image, response_format: 'url' };
  const [event] = (await readStream(await gateway.post('/v1/images/edits', body))).filter(isEvent);
  expect(event?.event).toBe('image_edit.completed');
  imageEditEvents.ImageEditCompleted.parse(event?.data);
  expect((await fetch(String(event?.data.url))).status).toBe(200);
});

test('what fails before the first byte is an ordinary error with its status', async () => {
  gateway.atelier.behave({ kind: 'fail' });
  const response = await gateway.post(PATH, call);
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ error: { code: 'upstream_failed' } });
  const wrong = await gateway.post(PATH, { ...call, model: 'no/model' });
  expect(wrong.status).toBe(404);
});

test('what fails after it is an event with the envelope, and costs nothing', async () => {
  gateway.atelier.behave({ kind: 'show', next: 'fail' });
  const before = await gateway.availableCents();
  const response = await gateway.post(PATH, { ...call, partial_images: 3 });
  const events = (await readStream(response)).filter(isEvent);
  expect(events.map((one) => one.event).slice(0, -1)).toEqual(
    Array(3).fill('image_generation.partial_image'),
  );
  expect(events.at(-1)).toMatchObject({
    event: 'error',
    data: { error: { type: 'server_error', code: 'upstream_failed', param: null } },
  });
  expect(await gateway.availableCents()).toBe(before);
});

test('a beat keeps a quiet stream awake until its end', async () => {
  let open = () => {};
  const until = new Promise<void>((resolve) => {
    open = resolve;
  });
  gateway.atelier.behave({ kind: 'hold', until });
  const answering = gateway.post(PATH, call);
  await expect.poll(() => beats.size).toBe(1);
  for (const beat of beats) beat();
  const response = await answering;
  open();
  const [first, last] = await readStream(response);
  expect(first).toBe(': keep-alive');
  expect(last).toMatchObject({ event: 'image_generation.completed' });
  expect(beats.size).toBe(0);
});

test('the money is settled before the picture is sent', async () => {
  const response = await gateway.post(PATH, call);
  const reader = response.body?.getReader();
  await reader?.read();
  const balance = await (await gateway.get('/v1/balance')).json();
  expect(balance).toMatchObject({ held_cents: 0 });
  await reader?.cancel();
});

test('hanging up ends the work and gives the hold back', async () => {
  gateway.atelier.behave({ kind: 'show', next: 'hang' });
  const before = await gateway.availableCents();
  const hangUp = new AbortController();
  const response = await fetch(`${gateway.url}${PATH}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${gateway.key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...call, partial_images: 1 }),
    signal: hangUp.signal,
  });
  await response.body?.getReader().read();
  expect(await gateway.availableCents()).toBe(before - 5);
  hangUp.abort();
  await expect.poll(() => gateway.availableCents()).toBe(before);
  expect(beats.size).toBe(0);
});

test('a dry run is not streamed', async () => {
  const response = await gateway.post(PATH, { ...call, dry_run: true });
  expect(await response.json()).toMatchObject({ object: 'dry_run' });
});
