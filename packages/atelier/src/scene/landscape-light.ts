import { mixRgb, scaleRgb } from './color.ts';
import type { Rgb } from './define-scene.ts';
import type { Sky } from './sky.ts';

/** Light on open ground: what the sky gives and what the sun adds. */
export function landscapeLight(sky: Sky): { sunlight: Rgb; ambient: Rgb } {
  const strength = sky.moon ? 0.24 : 0.55 + Math.min(1, sky.sun[1] * 1.8);
  const sunlight = scaleRgb(sky.sunColor, strength * (0.25 + 0.75 * sky.disc));
  const grey: Rgb = [0.5, 0.52, 0.56];
  const soft = mixRgb(mixRgb(sky.middle, sky.zenith, 0.3), grey, sky.moon ? 0.05 : 0.3);
  return { sunlight, ambient: scaleRgb(soft, sky.moon ? 0.95 : 0.78) };
}
