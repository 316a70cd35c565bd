import type { Names } from './names.ts';

/** The starting file of an art style. */
export function styleText({ id, constant, title }: Names): string {
  return `import { createRaster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** ${title}: say here what makes it look like itself. */
export const ${constant} = defineStyle({
  id: '${id}',
  title: '${title}',
  summary: 'One sentence for people.',
  source: 'Authors, year, "Title of the published method".',
  family: 'painted',
  words: ['${id.replaceAll('-', ' ')}'],
  focusBlur: 0.002,
  params: {
    amount: { title: 'Amount', min: 0, max: 1, default: 0.5 },
  },
  render: ({ image, params, checkpoint }) => {
    checkpoint();
    const amount = params.amount ?? 0.5;
    const out = createRaster(image.width, image.height);
    for (const channel of ['r', 'g', 'b'] as const) {
      out[channel].set(image[channel].map((value) => value + (value * value - value) * amount));
    }
    return out;
  },
});
`;
}

/** The starting test of an art style. */
export function styleTestText({ id, constant }: Names): string {
  return `import { expect, test } from 'vitest';
import { serialBands } from '../raster/kernel.ts';
import { createRandom } from '../raster/random.ts';
import { createPlane, createRaster } from '../raster/raster.ts';
import { ${constant} } from './${id}.ts';

function paint(seed: number) {
  const image = createRaster(64, 48);
  image.r.fill(0.7);
  return ${constant}.render({
    image,
    character: createPlane(64, 48),
    depth: createPlane(64, 48),
    box: null,
    scale: 64 / 1024,
    params: Object.fromEntries(
      Object.entries(${constant}.params).map(([name, param]) => [name, param.default]),
    ),
    random: createRandom(seed),
    bands: serialBands,
    checkpoint: () => {},
  });
}

test('the same seed paints the same picture, of the same size, without holes', () => {
  const once = paint(1);
  expect([once.width, once.height]).toEqual([64, 48]);
  expect(once.r.every(Number.isFinite)).toBe(true);
  expect(paint(1)).toEqual(once);
});
`;
}
