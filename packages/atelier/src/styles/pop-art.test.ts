import { expect, it } from 'vitest';
import { serialBands } from '../raster/kernel.ts';
import { createRandom } from '../raster/random.ts';
import { createPlane, createRaster } from '../raster/raster.ts';
import { popArt } from './pop-art.ts';
import { resolveStyleParams } from './style-params.ts';

const SIDE = 96;

/** Mean light of a printed face whose lightest parts are `light` in the picture. */
function printedFace(light: number): number {
  const image = createRaster(SIDE, SIDE);
  const character = createPlane(SIDE, SIDE);
  const face: number[] = [];
  for (let i = 0; i < SIDE * SIDE; i++) {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    const inside = Math.hypot(x - SIDE / 2, y - SIDE / 2) < SIDE * 0.35;
    character.data[i] = inside ? 1 : 0;
    const shade = inside ? light * (0.7 + (0.3 * x) / SIDE) : 0.1;
    image.r[i] = shade;
    image.g[i] = shade * 0.8;
    image.b[i] = shade * 0.65;
    if (Math.hypot(x - SIDE / 2, y - SIDE / 2) < SIDE * 0.2) face.push(i);
  }
  const out = popArt.render({
    image,
    character,
    depth: createPlane(SIDE, SIDE),
    box: null,
    scale: SIDE / 1024,
    params: resolveStyleParams(popArt),
    random: createRandom(7),
    bands: serialBands,
    checkpoint: () => {},
  });
  return face.reduce((sum, i) => sum + (out.g[i] as number), 0) / face.length;
}

it('prints a face in the dark of night not much darker than by day', () => {
  expect(printedFace(0.55)).toBeGreaterThan(printedFace(0.92) * 0.7);
});
