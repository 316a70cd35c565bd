import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MAX_IMAGE_BYTES } from '@aigateway/contract';
import { makePng } from '@aigateway/testkit';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

const BOUNDARY = 'upload';
const CHUNK_BYTES = 64 * 1024;
/** Every so many bytes the memory is looked at, on the way in and on the way out. */
const LOOK_BYTES = 4 * 1024 * 1024;
/** What goes through the hands beside the file: chunks, the answer, the picture made of it. */
const MARGIN_BYTES = 8 * 1024 * 1024;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A picture of nearly the largest size that is taken: uncompressed, of noise. */
async function makeLargePng(): Promise<Buffer> {
  const side = Math.floor(Math.sqrt((MAX_IMAGE_BYTES - 64 * 1024) / 3));
  const raw = { width: side, height: side, channels: 3 } as const;
  return sharp(Buffer.alloc(side * side * 3, 0x5a), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer();
}

/** Bytes outside the heap that are alive now. */
function outsideBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // The dead are swept on another thread; a second collection waits for the sweep of the first.
  collect();
  collect();
  return process.memoryUsage().arrayBuffers;
}

/** Sees how much lies outside the heap, above what was there. */
function openGauge() {
  const before = outsideBytes();
  let peak = 0;
  return {
    look() {
      peak = Math.max(peak, outsideBytes() - before);
    },
    peak: () => peak,
  };
}

/** Sends the file in small pieces, looking at the gauge all the while. */
async function upload(
  gateway: TestGateway,
  { model, file, look }: { model: string; file: Buffer; look: () => void },
): Promise<number> {
  const field = (name: string, value: string) =>
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = Buffer.from(
    `${field('model', model)}${field('prompt', 'a hat')}--${BOUNDARY}\r\n` +
      'content-disposition: form-data; name="image"; filename="a.png"\r\n' +
      'content-type: image/png\r\n\r\n',
  );
  const tail = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
  const sent = request(`${gateway.url}/v1/images/edits`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${gateway.key}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': head.length + file.length + tail.length,
    },
  });
  const status = new Promise<number>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      look();
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
  });
  const write = (bytes: Buffer) => new Promise<void>((done) => sent.write(bytes, () => done()));
  await write(head);
  for (let at = 0; at < file.length; at += CHUNK_BYTES) {
    await write(file.subarray(at, at + CHUNK_BYTES));
    if (at % LOOK_BYTES === 0) look();
  }
  await write(tail);
  look();
  sent.end();
  return status;
}

/** An engine that takes a form without keeping any of it, and makes a small picture. */
async function startDrain(look: () => void): Promise<string> {
  const answer = JSON.stringify({ created: 1, data: [{ b64_json: makePng().toString('base64') }] });
  const server = createServer((incoming, response) => {
    let taken = 0;
    incoming.on('data', (chunk: Buffer) => {
      taken += chunk.length;
      if (taken % LOOK_BYTES < chunk.length) look();
    });
    incoming.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(answer);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => new Promise((done) => server.close(() => done())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function expectOnce(peak: number, file: Buffer): void {
  expect(peak).toBeGreaterThan(file.byteLength - MARGIN_BYTES);
  expect(peak).toBeLessThan(file.byteLength + MARGIN_BYTES);
}

test('a file of 25 MB lies in memory once on its way to the built-in engine', async () => {
  const file = await makeLargePng();
  const gateway = await startTestGateway();
  closing.push(gateway.close);
  const { look, peak } = openGauge();
  const model = 'ideogram/ideogram-character-remix';
  expect(await upload(gateway, { model, file, look })).toBe(200);
  expect(gateway.atelier.requests.at(-1)?.reference?.byteLength).toBe(file.byteLength);
  expectOnce(peak(), file);
}, 60_000);

test('a file of 25 MB lies in memory once on its way to an upstream', async () => {
  const file = await makeLargePng();
  let look = () => {};
  const url = await startDrain(() => look());
  const gateway = await startTestGateway({ env: { OPENAI_COMPATIBLE_BASE_URL: url } });
  closing.push(gateway.close);
  const gauge = openGauge();
  look = gauge.look;
  expect(await upload(gateway, { model: 'local/engine', file, look })).toBe(200);
  expectOnce(gauge.peak(), file);
}, 60_000);
