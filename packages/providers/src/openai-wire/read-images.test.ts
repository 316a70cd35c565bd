import { expect, test } from 'vitest';
import { readImages } from './read-images.ts';

const picture = Buffer.from(Array.from({ length: 30_000 }, (_, at) => (at * 7) % 256));
const encode = (value: unknown) => Buffer.from(JSON.stringify(value));

test('long and short answers are read alike', () => {
  for (const bytes of [picture, picture.subarray(0, 30)]) {
    const data = [{ b64_json: bytes.toString('base64'), revised_prompt: 'grün "b64_json": "x"' }];
    const answer = readImages(encode({ created: 1, data, output_format: 'b64_json' }));
    expect(answer?.images).toMatchObject([
      { bytes, url: null, revisedPrompt: 'grün "b64_json": "x"', seed: null },
    ]);
  }
});

test('base64 is handed on only where it says exactly the bytes', () => {
  const odd = Buffer.concat([picture, Buffer.alloc(70_001, 0xfb)]);
  const text = odd.toString('base64');
  const read = (b64: string) => readImages(encode({ data: [{ b64_json: b64 }] }))?.images[0];
  expect(Buffer.from(read(text)?.base64 ?? []).toString('latin1')).toBe(text);
  expect(odd.equals(read(text)?.bytes ?? Buffer.of())).toBe(true);
  const broken = `${text.slice(0, 76)}    ${text.slice(76)}`;
  for (const other of [broken, odd.toString('base64url'), `data:image/png;base64,${text}`]) {
    expect(odd.equals(read(other)?.bytes ?? Buffer.of())).toBe(true);
    expect(read(other)?.base64).toBeUndefined();
  }
});

test('several pictures and a null keep their order', () => {
  const other = Buffer.from(picture).reverse();
  const answer = readImages(
    encode({
      data: [
        { b64_json: picture.toString('base64') },
        { b64_json: null, url: 'https://cdn.example/a.png' },
        { seed: 4, b64_json: other.toString('base64') },
      ],
    }),
  );
  expect(answer?.images.map((one) => one.bytes)).toEqual([picture, null, other]);
  expect(answer?.images[1]?.url).toBe('https://cdn.example/a.png');
  expect(answer?.images[2]?.seed).toBe(4);
});

test('a string spelled b64_json as a value is no key', () => {
  const data = [{ b64_json: picture.toString('base64') }];
  const answer = readImages(encode({ response_format: 'b64_json', formats: ['b64_json'], data }));
  expect(answer?.images[0]?.bytes).toEqual(picture);
});

test('escaped slashes and data URLs are understood', () => {
  const text = `data:image/png;base64,${picture.toString('base64')}`;
  const json = JSON.stringify({ data: [{ b64_json: text }] });
  expect(readImages(Buffer.from(json))?.images[0]?.bytes).toEqual(picture);
  const escaped = Buffer.from(json.replaceAll('/', '\\/'));
  expect(readImages(escaped)?.images[0]?.bytes).toEqual(picture);
});

test('server paths are dropped and usage is kept', () => {
  const answer = readImages(
    encode({
      data: [{ url: 'https://a.example/x.png', file_path: '/srv/out/x.png' }],
      usage: {
        total_tokens: 9,
        input_tokens: 4,
        output_tokens: 5,
        input_tokens_details: { text_tokens: 3, image_tokens: 1 },
      },
    }),
  );
  expect(JSON.stringify(answer)).not.toContain('/srv');
  expect(answer?.usage).toEqual({
    totalTokens: 9,
    inputTokens: 4,
    outputTokens: 5,
    inputTextTokens: 3,
    inputImageTokens: 1,
  });
});

test.each(['', '<html>', '[]', '{"error":{}}', '{"data":{}}', 'null'])(
  '%j is no answer',
  (text) => {
    expect(readImages(Buffer.from(text))).toBeNull();
  },
);
