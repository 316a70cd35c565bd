import { expect, it } from 'vitest';
import { oklabToSrgb } from '../raster/oklab.ts';
import { fitGamut } from './relight.ts';

/** Strong colours as OKLab: yellow, orange, red, turquoise, violet. */
const COLOURS: readonly (readonly [number, number, number])[] = [
  [0.85, -0.01, 0.175],
  [0.72, 0.09, 0.14],
  [0.55, 0.2, 0.09],
  [0.7, -0.11, -0.02],
  [0.5, 0.08, -0.17],
];

it.each(COLOURS)('lights %s, %s, %s without a ring: little more light changes little', (...lab) => {
  const [l, a, b] = lab;
  const low = l - 0.3;
  let last = fitGamut([low, a, b], l);
  for (let light = low; light <= 1; light += 0.001) {
    const next = fitGamut([light, a, b], l);
    expect(next[0]).toBeGreaterThan(last[0] - 0.0005);
    expect(Math.hypot(next[1] - last[1], next[2] - last[2])).toBeLessThan(0.006);
    last = next;
  }
});

it.each(COLOURS)('shows %s, %s, %s in every light in its own hue', (l, a, b) => {
  for (const light of [0.2, 0.4, 0.6, 0.8, 0.95]) {
    const fit = fitGamut([light, a, b], l);
    expect(Math.atan2(fit[2], fit[1])).toBeCloseTo(Math.atan2(b, a), 6);
    for (const value of oklabToSrgb(...fit)) {
      expect(value).toBeGreaterThan(-0.01);
      expect(value).toBeLessThan(1.01);
    }
  }
});
