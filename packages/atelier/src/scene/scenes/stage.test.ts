import { expect, it } from 'vitest';
import { serialBands } from '../../raster/kernel.ts';
import { createRandom } from '../../raster/random.ts';
import { stage } from './stage.ts';

const SHAPES = [
  [96, 96],
  [160, 68],
  [68, 120],
] as const;
const CASES = SHAPES.flatMap(([width, height]) =>
  [0, 1, 2].map((layout) => [width, height, layout] as const),
);

it.each(CASES)(
  '%s × %s, layout %s: the footlights stand before the feet',
  (width, height, layout) => {
    const { foreground, groundY } = stage.render({
      width,
      height,
      time: 'day',
      weather: 'clear',
      layout,
      random: createRandom(7),
      bands: serialBands,
      checkpoint: () => {},
    });
    const cover = foreground?.a ?? new Float32Array(0);
    const feet = Math.ceil(groundY * height);
    const covered = (part: Float32Array) => part.filter((a) => a > 0.5).length;
    expect(covered(cover.subarray(0, feet * width))).toBe(0);
    expect(covered(cover.subarray(feet * width))).toBeGreaterThan(3);
  },
);
