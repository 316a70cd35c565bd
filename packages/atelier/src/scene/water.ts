import { clamp01, fbm, gradientNoise, mix } from '../raster/noise.ts';
import type { Pixel } from './shader.ts';
import { type Sky, skyGradient, type Vec } from './sky.ts';

/** A water surface; colours are linear light. */
export interface Water {
  readonly deep: readonly [number, number, number];
  readonly shallow: readonly [number, number, number];
  /** Height of the waves, 0..1. */
  readonly swell: number;
  readonly seed: number;
}

/** Water and the sky above it. */
export interface WaterLook {
  readonly water: Water;
  readonly sky: Sky;
}

/** Where the eye's ray meets the water, in metres from the camera. */
export interface WaterPoint {
  readonly x: number;
  readonly z: number;
  /** 0 = deep .. 1 = shallow. */
  readonly shallow: number;
  readonly dir: Vec;
}

const mirror: Pixel = { r: 0, g: 0, b: 0, depth: 0 };

/**
 * Water seen from above: sky reflected by Fresnel's law on noise waves that flatten with distance,
 * the water's own colour below, and sparkle where a wave faces the sun.
 */
export function shadeWater(look: WaterLook, at: WaterPoint, out: Pixel): void {
  const { water, sky } = look;
  const { x, z, dir } = at;
  const far = Math.sqrt(x * x + z * z);
  const calm = 1 / (1 + far * 0.02);
  const spec = { seed: water.seed, octaves: 2, gain: 0.5 };
  const height = (u: number, v: number) => fbm(u * 0.32, v * 0.55, spec);
  const e = 0.06 + far * 0.004;
  const h = height(x, z);
  const slope = 0.85 * water.swell * calm;
  const nx = (-(height(x + e, z) - h) / e) * slope;
  const nz = (-(height(x, z + e) - h) / e) * slope;
  const length = Math.sqrt(nx * nx + nz * nz + 1);
  const n: Vec = [nx / length, 1 / length, nz / length];
  const facing = clamp01(-(dir[0] * n[0] + dir[1] * n[1] + dir[2] * n[2]));
  // Far waves hide each other's backs: the grazing mirror of a flat sea would be far too bright.
  const fresnel = 0.02 + 0.98 * (1 - Math.max(facing, 0.14)) ** 5;
  const bounce = reflect(dir, n);
  skyGradient(sky, bounce, mirror);
  const light = 0.35 + 0.65 * clamp01(sky.sun[1] * 2 + 0.25);
  const trough = 0.82 + 0.3 * h;
  const body = light * trough;
  out.r = mix(mix(water.deep[0], water.shallow[0], at.shallow) * body, mirror.r * 0.96, fresnel);
  out.g = mix(mix(water.deep[1], water.shallow[1], at.shallow) * body, mirror.g * 0.96, fresnel);
  out.b = mix(mix(water.deep[2], water.shallow[2], at.shallow) * body, mirror.b * 0.96, fresnel);
  addGlitter(look, { ...at, n, calm }, out);
  out.depth = 1;
}

function reflect(dir: Vec, n: Vec): Vec {
  const d = 2 * (dir[0] * n[0] + dir[1] * n[1] + dir[2] * n[2]);
  return [dir[0] - d * n[0], Math.abs(dir[1] - d * n[1]) + 0.01, dir[2] - d * n[2]];
}

interface Wave extends WaterPoint {
  readonly n: Vec;
  readonly calm: number;
}

function addGlitter({ water, sky }: WaterLook, wave: Wave, out: Pixel): void {
  const { x, z, dir, n, calm } = wave;
  const flat = Math.hypot(sky.sun[0], sky.sun[2]);
  if (sky.disc <= 0 || flat < 0.01) return;
  const sideways = (dir[0] * sky.sun[2] - dir[2] * sky.sun[0]) / flat;
  const column = Math.exp(-((sideways / (0.06 + 0.1 * (1 - sky.sun[1]))) ** 2));
  if (column < 0.01) return;
  const fine = gradientNoise(x * 2.6, z * 5.2 * (0.35 + calm), water.seed + 31);
  const coarse = gradientNoise(x * 0.9, z * 1.9 * (0.35 + calm), water.seed + 37);
  const facet = clamp01(fine * 0.9 + coarse * 0.6 + n[2] * -1.4 - 0.12);
  const shine = column * (facet * facet * 3.2 + 0.16) * sky.disc * (sky.moon ? 0.35 : 1);
  out.r += sky.sunColor[0] * shine;
  out.g += sky.sunColor[1] * shine;
  out.b += sky.sunColor[2] * shine;
}
