import { describe, expect, it } from 'vitest';
import { createRandom } from '../raster/random.ts';
import { createPlane, createRaster } from '../raster/raster.ts';
import { addParticles } from './particles.ts';

const SIDE = 96;

/** Mean and greatest light that weather adds to a dark picture, beside and on a character. */
function lightOf(weather: 'snow' | 'rain' | 'storm') {
  const image = createRaster(SIDE, SIDE);
  const character = createPlane(SIDE, SIDE);
  character.data.fill(1, 0, (SIDE * SIDE) / 2);
  addParticles(image, { weather, character, random: createRandom(3) });
  const half = (SIDE * SIDE) / 2;
  const mean = (part: Float32Array) => part.reduce((sum, v) => sum + v, 0) / part.length;
  const on = image.g.subarray(0, half);
  return { on: mean(on), most: Math.max(...on), beside: mean(image.g.subarray(half)) };
}

describe('addParticles', () => {
  it('lets it snow beside a character and hardly before its face', () => {
    const { on, most, beside } = lightOf('snow');
    expect(beside).toBeGreaterThan(0.02);
    expect(on).toBeLessThan(beside * 0.1);
    expect(most).toBeLessThan(0.1);
  });

  it.each(['rain', 'storm'] as const)('lets %s fall before a character, but thinly', (weather) => {
    const { on, beside } = lightOf(weather);
    expect(on).toBeGreaterThan(0.001);
    expect(on).toBeLessThan(beside * 0.7);
  });
});
