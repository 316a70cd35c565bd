import { expect, it } from 'vitest';
import { serialBands } from '../raster/kernel.ts';
import { createPlane, createRaster } from '../raster/raster.ts';
import { gradePicture } from './grade.ts';

function graded(...words: string[]) {
  const image = createRaster(2, 1);
  image.r.fill(0.7);
  image.g.fill(0.5);
  image.b.fill(0.4);
  const character = createPlane(2, 1);
  character.data[1] = 1;
  gradePicture(image, { words, character, bands: serialBands });
  return image;
}

it('leaves a picture alone that no word grades', () => {
  expect(graded('natural', 'neutral')).toEqual(graded());
});

it('tints the ground more than the character', () => {
  const { r, b } = graded('cool');
  expect((b[0] as number) - (r[0] as number)).toBeGreaterThan((b[1] as number) - (r[1] as number));
});

it('takes all colour out of a monochrome picture', () => {
  const { r, b } = graded('monochrome');
  for (const i of [0, 1]) expect(r[i]).toBeCloseTo(b[i] as number, 2);
});
