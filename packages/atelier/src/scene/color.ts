import { linearToSrgb, srgbToLinear } from '../raster/oklab.ts';
import type { Rgb } from './define-scene.ts';

/** Linear light of an sRGB hex colour such as `#ffb055`. */
export function linear(hex: string): Rgb {
  const [r, g, b] = srgb(hex);
  return [srgbToLinear(r), srgbToLinear(g), srgbToLinear(b)];
}

/** sRGB values 0..1 of a hex colour. */
export function srgb(hex: string): Rgb {
  const n = Number.parseInt(hex.slice(1), 16);
  return [((n >> 16) & 255) / 255, ((n >> 8) & 255) / 255, (n & 255) / 255];
}

/** sRGB values 0..1 of linear light. */
export function encoded(color: Rgb): Rgb {
  return [linearToSrgb(color[0]), linearToSrgb(color[1]), linearToSrgb(color[2])];
}

/** `a` at 0, `b` at 1. */
export function mixRgb(a: Rgb, b: Rgb, t: number): Rgb {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

/** The colour, brighter or darker. */
export function scaleRgb(color: Rgb, by: number): Rgb {
  return [color[0] * by, color[1] * by, color[2] * by];
}

/** Channel by channel product: a surface under a coloured light. */
export function litRgb(surface: Rgb, light: Rgb): Rgb {
  return [surface[0] * light[0], surface[1] * light[1], surface[2] * light[2]];
}

/** CSS colour of linear light, for the vector layers. */
export function css(color: Rgb, alpha = 1): string {
  const [r, g, b] = encoded(color).map((v) => Math.round(v * 255));
  return `rgba(${r},${g},${b},${alpha})`;
}
