import { describe, expect, it } from 'vitest';
import { gaussianBlur, gaussianBlurExact } from './blur.ts';
import { type Bands, serialBands } from './kernel.ts';
import { fbm } from './noise.ts';
import { fromOklab, oklabToSrgb, srgbToOklab, toOklab } from './oklab.ts';
import { createRandom } from './random.ts';
import { createPlane, createRaster } from './raster.ts';
import { resizePlane } from './resample.ts';

const unevenBands: Bands = {
  run(kernel, args, rows) {
    for (let y = 0; y < rows; y += 7) kernel.run(args, y, Math.min(rows, y + 7));
  },
};

function noisyPlane(width: number, height: number) {
  const plane = createPlane(width, height);
  const random = createRandom(3);
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = random.next();
  return plane;
}

describe('oklab', () => {
  it('comes back to the same sRGB within 1/1000', () => {
    for (const [r, g, b] of [
      [0, 0, 0],
      [1, 1, 1],
      [0.9, 0.2, 0.1],
      [0.01, 0.5, 0.99],
    ] as const) {
      const [l, a, bb] = srgbToOklab(r, g, b);
      const back = oklabToSrgb(l, a, bb);
      expect(Math.hypot(back[0] - r, back[1] - g, back[2] - b)).toBeLessThan(1e-3);
    }
  });

  it('converts planes as it converts single colours', () => {
    const image = createRaster(2, 1);
    image.r.set([0.2, 0.8]);
    const back = fromOklab(toOklab(image, serialBands), serialBands);
    expect(back.r[1]).toBeCloseTo(0.8, 3);
  });
});

describe('gaussianBlur', () => {
  it('keeps the mean of a flat plane and the mass of a dot', () => {
    const plane = createPlane(101, 101);
    plane.data[50 * 101 + 50] = 1;
    const blurred = gaussianBlur(plane, 6, serialBands);
    const mass = blurred.data.reduce((sum, v) => sum + v, 0);
    expect(mass).toBeCloseTo(1, 4);
  });

  it('is close to the exact Gaussian', () => {
    const plane = noisyPlane(90, 70);
    const fast = gaussianBlur(plane, 4, serialBands);
    const exact = gaussianBlurExact(plane, 4, serialBands);
    let worst = 0;
    for (let y = 16; y < 54; y++) {
      for (let x = 16; x < 74; x++) {
        const i = y * 90 + x;
        worst = Math.max(worst, Math.abs((fast.data[i] ?? 0) - (exact.data[i] ?? 0)));
      }
    }
    expect(worst).toBeLessThan(0.01);
  });

  it('gives the same bytes however the rows are shared out', () => {
    const plane = noisyPlane(75, 61);
    for (const sigma of [0.7, 3.3, 12]) {
      expect(gaussianBlur(plane, sigma, unevenBands)).toEqual(
        gaussianBlur(plane, sigma, serialBands),
      );
    }
  });
});

describe('resizePlane', () => {
  it('shifts nothing: a ramp keeps its centre of mass through twice the size and back', () => {
    const plane = createPlane(32, 32);
    plane.data[10 * 32 + 20] = 1;
    const twice = resizePlane(plane, { width: 64, height: 64 }, serialBands);
    let sx = 0;
    let sum = 0;
    for (let i = 0; i < twice.data.length; i++) {
      sx += (twice.data[i] ?? 0) * ((i % 64) + 0.5);
      sum += twice.data[i] ?? 0;
    }
    expect(sx / sum / 2).toBeCloseTo(20.5, 5);
  });

  it('averages when it reduces', () => {
    const small = resizePlane(noisyPlane(256, 256), { width: 4, height: 4 }, serialBands);
    for (const v of small.data) expect(v).toBeCloseTo(0.5, 1);
  });
});

describe('fbm', () => {
  it('stays within -1..1, is smooth and depends on the seed', () => {
    let worst = 0;
    for (let i = 0; i < 4000; i++) {
      worst = Math.max(worst, Math.abs(fbm(i * 0.37, i * 0.11, { seed: 1, octaves: 4 })));
    }
    expect(worst).toBeGreaterThan(0.4);
    expect(worst).toBeLessThanOrEqual(1);
    expect(fbm(1.3, 2.7, { seed: 1, octaves: 3 })).not.toBe(fbm(1.3, 2.7, { seed: 2, octaves: 3 }));
  });
});
