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
const normal: [number, number, number] = [0, 1, 0];
const bounce: [number, number, number] = [0, 1, 0];
const waveSpec = { seed: 0, octaves: 2, gain: 0.5 };

function waveAt(x: number, z: number): number {
  return fbm(x * 0.32, z * 0.55, waveSpec);
}

/**
 * Water seen from above: sky reflected by Fresnel's law on noise waves that flatten with distance,
 * the water's own colour below, and sparkle where a wave faces the sun.
 */
export function shadeWater(look: WaterLook, at: WaterPoint, out: Pixel): void {
  const { water, sky } = look;
  const { x, z, dir } = at;
  const far = Math.sqrt(x * x + z * z);
  const calm = 1 / (1 + far * 0.02);
  waveSpec.seed = water.seed;
  // Beyond this a wave's second octave is thinner than a row of pixels.
  waveSpec.octaves = far > 160 ? 1 : 2;
  const e = 0.06 + far * 0.004;
  const h = waveAt(x, z);
  const slope = 0.85 * water.swell * calm;
  const nx = (-(waveAt(x + e, z) - h) / e) * slope;
  const nz = (-(waveAt(x, z + e) - h) / e) * slope;
  const length = Math.sqrt(nx * nx + nz * nz + 1);
  normal[0] = nx / length;
  normal[1] = 1 / length;
  normal[2] = nz / length;
  const toward = dir[0] * normal[0] + dir[1] * normal[1] + dir[2] * normal[2];
  // Far waves hide each other's backs: the grazing mirror of a flat sea would be far too bright.
  const miss = 1 - Math.max(clamp01(-toward), 0.14);
  const fresnel = 0.02 + 0.98 * miss * miss * miss * miss * miss;
  bounce[0] = dir[0] - 2 * toward * normal[0];
  bounce[1] = Math.abs(dir[1] - 2 * toward * normal[1]) + 0.01;
  bounce[2] = dir[2] - 2 * toward * normal[2];
  skyGradient(sky, bounce, mirror);
  const light = 0.35 + 0.65 * clamp01(sky.sun[1] * 2 + 0.25);
  const body = light * (0.82 + 0.3 * h);
  out.r = mix(mix(water.deep[0], water.shallow[0], at.shallow) * body, mirror.r * 0.96, fresnel);
  out.g = mix(mix(water.deep[1], water.shallow[1], at.shallow) * body, mirror.g * 0.96, fresnel);
  out.b = mix(mix(water.deep[2], water.shallow[2], at.shallow) * body, mirror.b * 0.96, fresnel);
  addGlitter(look, at, out);
  out.depth = 1;
}

function addGlitter({ water, sky }: WaterLook, { x, z, dir }: WaterPoint, out: Pixel): void {
  const flat = Math.sqrt(sky.sun[0] * sky.sun[0] + sky.sun[2] * sky.sun[2]);
  if (sky.disc <= 0 || flat < 0.01) return;
  const sideways = (dir[0] * sky.sun[2] - dir[2] * sky.sun[0]) / flat;
  const column = Math.exp(-((sideways / (0.06 + 0.1 * (1 - sky.sun[1]))) ** 2));
  if (column < 0.01) return;
  const calm = 1 / (1 + Math.sqrt(x * x + z * z) * 0.02);
  const fine = gradientNoise(x * 2.6, z * 5.2 * (0.35 + calm), water.seed + 31);
  const coarse = gradientNoise(x * 0.9, z * 1.9 * (0.35 + calm), water.seed + 37);
  const facet = clamp01(fine * 0.9 + coarse * 0.6 + normal[2] * -1.4 - 0.12);
  const shine = column * (facet * facet * 3.2 + 0.16) * sky.disc * (sky.moon ? 0.35 : 1);
  out.r += sky.sunColor[0] * shine;
  out.g += sky.sunColor[1] * shine;
  out.b += sky.sunColor[2] * shine;
}
