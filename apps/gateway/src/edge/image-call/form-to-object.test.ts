import { imageEditFormSchema, UploadedPicture } from '@aigateway/contract';
import { expect, test } from 'vitest';
import { formToObject } from './form-to-object.ts';

const read = (...parts: [string, string | UploadedPicture][]) =>
  formToObject(
    parts.map(([name, value]) => ({ name, value })),
    imageEditFormSchema,
  );
const file = new UploadedPicture(Buffer.from('x'));

test('texts become what their fields want, and stay text where they do not fit', () => {
  expect(read(['n', '2'], ['strength', '.5'], ['stream', 'True'], ['seed', 'abc'])).toEqual({
    n: 2,
    strength: 0.5,
    stream: true,
    seed: 'abc',
  });
  expect(read(['prompt', '42'], ['user', 'true'])).toEqual({ prompt: '42', user: 'true' });
});

test('one picture stays one, repeated and bracketed ones are a list', () => {
  expect(read(['image', file])).toEqual({ image: file });
  expect(read(['image', file], ['image', 'img_12345678'])).toEqual({
    image: [file, 'img_12345678'],
  });
  expect(read(['image[]', file])).toEqual({ image: [file] });
  expect(read(['image', file], ['image[]', file])).toEqual({ image: [file, file] });
});

test('lists and objects come as brackets, repeated names or JSON', () => {
  const box = [0, 0.25, 0.5, 1];
  expect(
    read(...box.map((side): [string, string] => ['character_reference_box', `${side}`])),
  ).toEqual({ character_reference_box: box });
  expect(read(['character_reference_box', JSON.stringify(box)])).toEqual({
    character_reference_box: box,
  });
  expect(read(['style_codes', '0011AAFF'])).toEqual({ style_codes: ['0011AAFF'] });
  expect(read(['routing[policy]', 'cost'], ['routing[providers][]', 'fal'])).toEqual({
    routing: { policy: 'cost', providers: ['fal'] },
  });
  expect(
    read(
      ['color_palette[members][][color_hex]', '#00ff00'],
      ['color_palette[members][][color_weight]', '0.5'],
      ['color_palette[members][][color_hex]', '#ff0000'],
    ),
  ).toEqual({
    color_palette: {
      members: [{ color_hex: '#00ff00', color_weight: 0.5 }, { color_hex: '#ff0000' }],
    },
  });
  expect(read(['image', '{"file_id":"img_12345678"}'])).toEqual({
    image: { file_id: 'img_12345678' },
  });
});

test.each(['__proto__', '__proto__[polluted]', 'constructor[prototype][polluted]', 'toString'])(
  'the name %s is a field like any other, and reaches nothing',
  (name) => {
    const body = read([name, 'yes']) as object;
    expect(Object.keys(body)).toHaveLength(1);
    expect(imageEditFormSchema.safeParse(body).success).toBe(false);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  },
);

test('a field sent twice that is no list stays a list, for the schema to refuse', () => {
  expect(imageEditFormSchema.safeParse(read(['n', '1'], ['n', '2'])).success).toBe(false);
});

test('names that contradict each other, or nest too deep, are refused', () => {
  expect(() => read(['routing', 'x'], ['routing[policy]', 'cost'])).toThrow('two forms');
  expect(() => read(['a[b][c][d][e]', 'x'])).toThrow('brackets');
});
