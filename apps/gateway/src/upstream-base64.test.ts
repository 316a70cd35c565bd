import { type FakeOpenAi, startFakeOpenAi } from '@aigateway/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectImage } from './media/inspect-image.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

const PATH = '/v1/images/generations';
const call = {
  model: 'ideogram/ideogram-character-remix',
  prompt: 'a fox',
  size: '256x256',
  response_format: 'b64_json',
};

let maker: FakeOpenAi;
let gateway: TestGateway;
beforeAll(async () => {
  maker = await startFakeOpenAi();
  gateway = await startTestGateway({
    env: {
      OPENAI_COMPATIBLE_BASE_URL: maker.url,
      OPENAI_COMPATIBLE_FLAVOUR: 'plain',
      AIGATEWAY_STAND_INS: 'ideogram/*=openai-compatible/plain',
    },
  });
});
afterAll(async () => {
  await gateway.close();
  await maker.close();
});

test.each(['png', 'jpeg', 'webp'])(
  'the base64 of a maker is answered as the %s that was asked for',
  async (output_format) => {
    const response = await gateway.post(PATH, { ...call, output_format });
    const { data } = (await response.json()) as { data: { b64_json: string }[] };
    const bytes = Buffer.from(data[0]?.b64_json ?? '', 'base64');
    expect(inspectImage(bytes)?.format).toBe(output_format);
  },
);

test('what is written down of a job and of an answer holds no bytes of pictures', async () => {
  const once = { 'Idempotency-Key': 'one' };
  expect((await gateway.post(PATH, call, once)).status).toBe(200);
  expect((await gateway.post(PATH, { ...call, async: true })).status).toBe(202);
  const store = await gateway.openStore();
  const readJob = () => store.kysely.selectFrom('job').select('outcome').executeTakeFirstOrThrow();
  await expect.poll(async () => (await readJob()).outcome).not.toBeNull();
  const { answer } = await store.kysely
    .selectFrom('idempotent_call')
    .select('answer')
    .executeTakeFirstOrThrow();
  for (const text of [(await readJob()).outcome, answer]) {
    expect(text).toContain('img_');
    expect(text).not.toContain('base64');
    expect(text?.length).toBeLessThan(4_000);
  }
  await store.close();
});
