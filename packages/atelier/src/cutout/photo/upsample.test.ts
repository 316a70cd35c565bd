import { expect, it } from 'vitest';
import { enlargePlane } from './upsample.ts';

it('enlarges about the middle of each pixel, so that nothing shifts', () => {
  const from = { width: 20, height: 16 };
  const spot = new Float32Array(from.width * from.height);
  spot[7 * from.width + 12] = 1;
  for (const by of [2, 3.5]) {
    const to = { width: from.width * by, height: from.height * by };
    const large = enlargePlane(spot, from, to);
    const sum = [0, 0, 0] as [number, number, number];
    large.forEach((value, p) => {
      sum[0] += value * ((p % to.width) + 0.5);
      sum[1] += value * (Math.floor(p / to.width) + 0.5);
      sum[2] += value;
    });
    expect(sum[0] / sum[2]).toBeCloseTo(12.5 * by, 1);
    expect(sum[1] / sum[2]).toBeCloseTo(7.5 * by, 1);
  }
});
