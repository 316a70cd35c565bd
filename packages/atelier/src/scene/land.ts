import { length2 } from '../raster/length.ts';
import { clamp01, fbm, gradientNoise, hashCell, ridged, smoothstep } from '../raster/noise.ts';

/** The lie of the land; lengths in metres. */
export interface Land {
  readonly kind: 'alps' | 'hills' | 'dunes' | 'craters';
  readonly seed: number;
  /** Height of the summits. */
  readonly relief: number;
  /** Half the width of the flat valley in front of the camera. */
  readonly valley: number;
  /** Where the highest ground lies: -1 left .. 1 right. */
  readonly weight: number;
  /** True adds the octaves that only near things show. */
  readonly fine?: boolean;
  /** Surface of a lake, or null. */
  readonly lake: number | null;
}

/** Height of the ground in metres. */
export function heightAt(land: Land, x: number, z: number): number {
  switch (land.kind) {
    case 'alps':
      return alps(land, x, z);
    case 'hills':
      return hills(land, x, z);
    case 'dunes':
      return dunes(land, x, z);
    case 'craters':
      return moon(land, x, z);
    default:
      return land.kind satisfies never;
  }
}

function alps(land: Land, x: number, z: number): number {
  const meander = gradientNoise(z * 0.011, 2.1, land.seed) * land.valley * 0.8;
  const side = Math.abs(x - meander * smoothstep(10, 90, z));
  const out =
    smoothstep(land.valley, land.valley * 5.5 + 60, side) + smoothstep(260, 620, z) * 0.55;
  const lean = 1 + land.weight * clamp01(Math.abs(x) / 220) * Math.sign(x) * 0.6;
  if (out < 0.001) return floorOf(land, { x, z, side });
  const octaves = land.fine ? 8 : z > 700 ? 5 : 6;
  const crest = ridged(x * 0.0048, z * 0.0048, { seed: land.seed + 3, octaves, gain: 0.52 });
  const rise = crest * land.relief - land.relief * 0.12;
  return floorOf(land, { x, z, side }) + out * lean * rise;
}

/** The meadow and the lake's basin between the mountains. */
function floorOf(land: Land, at: { x: number; z: number; side: number }): number {
  const { x, z, side } = at;
  const mound = fbm(x * 0.045, z * 0.045, { seed: land.seed + 5, octaves: 2 });
  if (land.lake === null || z < 16 || z > 220) return mound * 0.75;
  const basin = 2.6 * smoothstep(16, 34, z) * smoothstep(220, 120, z);
  return mound * 0.75 - basin * smoothstep(land.valley * 2.4, land.valley * 0.9, side);
}

function hills(land: Land, x: number, z: number): number {
  const far = smoothstep(8, 160, z);
  const roll = fbm(x * 0.011, z * 0.011, { seed: land.seed, octaves: 4, gain: 0.42 });
  const distant = smoothstep(500, 1500, z);
  const back =
    distant > 0 ? ridged(x * 0.0017, z * 0.0017, { seed: land.seed + 9, octaves: 5 }) : 0;
  const bump = fbm(x * 0.09, z * 0.09, { seed: land.seed + 4, octaves: 2 });
  return bump * 0.35 + far * roll * land.relief * 0.42 + distant * back * land.relief * 2.6;
}

function dunes(land: Land, x: number, z: number): number {
  const bend = fbm(x * 0.006, z * 0.006, { seed: land.seed, octaves: 2 }) * 55;
  const big =
    duneWave(z * 0.8 + x * 0.55 + bend, 125) *
    (0.55 + 0.6 * gradientNoise(x * 0.008, z * 0.008, land.seed + 2));
  const small = duneWave(z * 0.6 - x * 0.8 + bend * 1.4, 46);
  const flat = smoothstep(5, 46, z);
  return (
    flat * (big * land.relief + small * land.relief * 0.17) +
    gradientNoise(x * 0.12, z * 0.12, land.seed) * 0.15
  );
}

function duneWave(phase: number, length: number): number {
  const t = (((phase / length) % 1) + 1) % 1;
  // Long climb, short slip face: the profile wind gives a dune.
  return t < 0.72 ? smoothstep(0, 0.72, t) : 1 - smoothstep(0.72, 1, t);
}

function moon(land: Land, x: number, z: number): number {
  let height = fbm(x * 0.02, z * 0.02, { seed: land.seed, octaves: land.fine ? 5 : 3 }) * 2.2;
  for (const [size, depth] of CRATERS) {
    // A crater smaller than a pixel is only noise.
    if (z > size * 12) continue;
    const cx = Math.floor(x / size);
    const cz = Math.floor(z / size);
    height += crater(land, { cx, cz, x, z, size, depth });
  }
  const near = height * smoothstep(-4, 40, z);
  if (z <= 300) return near;
  const rim = ridged(x * 0.004, z * 0.004, { seed: land.seed + 7, octaves: 5 });
  return near + smoothstep(300, 900, z) * rim * land.relief;
}

const CRATERS = [
  [86, 3.4],
  [32, 1.3],
  [11, 0.45],
] as const;

interface CraterCell {
  readonly cx: number;
  readonly cz: number;
  readonly x: number;
  readonly z: number;
  readonly size: number;
  readonly depth: number;
}

function crater(land: Land, { cx, cz, x, z, size, depth }: CraterCell): number {
  const hash = hashCell(cx, cz, land.seed + 11);
  const px = (cx + 0.3 + ((hash & 255) / 255) * 0.4) * size;
  const pz = (cz + 0.3 + (((hash >> 8) & 255) / 255) * 0.4) * size;
  const radius = size * (0.08 + (((hash >> 16) & 255) / 255) * 0.095);
  const d = length2(x - px, z - pz) / radius;
  if (d > 1.7) return 0;
  if (d < 1) return depth * (d * d * 1.35 - 1);
  return depth * 0.35 * (1 - smoothstep(1, 1.7, d));
}
