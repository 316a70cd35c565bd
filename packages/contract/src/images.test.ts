import { expect, test } from 'vitest';
import { imageGenerationRequestSchema as schema } from './images.ts';

const base = { model: 'ideogram/ideogram-character-remix', prompt: 'a fox' };

test("OpenAI's smallest request gets its defaults", () => {
  expect(schema.parse(base)).toEqual({ ...base, n: 1, output_format: 'png' });
});

test('a picture may be a data URL, an https URL, an id or an object with an id', () => {
  const image = [
    'data:image/png;base64,AA==',
    'https://example.com/a.png',
    'img_a',
    { file_id: 'img_a' },
  ];
  expect(schema.parse({ ...base, image }).image).toEqual(image);
});

test.each([
  ['n', 0],
  ['n', 11],
  ['n', '2'],
  ['size', '1024'],
  ['prompt', ''],
  ['prompt', 'x'.repeat(10_001)],
  ['strength', 0],
  ['seed', 2_147_483_648],
  ['image', 'http://example.com/a.png'],
  ['image', 'file:///etc/passwd'],
  ['webhook_url', 'http://example.com/'],
  ['aspect_ratio', '16/9'],
  ['character_reference_box', [0.5, 0.5, 0.6, 0.2]],
  ['response_format', 'xml'],
  ['surprise', 1],
])('%s = %j is refused', (field, value) => {
  expect(schema.safeParse({ ...base, [field]: value }).success).toBe(false);
});
