import { gaussianBlurExact } from '../raster/blur.ts';
import type { Bands } from '../raster/kernel.ts';
import { smoothstep } from '../raster/noise.ts';
import { type LabRaster, toOklab } from '../raster/oklab.ts';
import { createPlane, type Plane, type Raster } from '../raster/raster.ts';

const CLUSTERS = 4;
/** A ring noisier than this is not one plain ground. */
const MAX_RESIDUAL = 0.012;
const MAX_SPREAD = 0.12;

/** Coverage of a character on a plain ground, with how sure we are; null when it is not plain. */
export function cutOutPlainBorder(
  picture: Raster,
  bands: Bands,
): { alpha: Plane; confidence: number } | null {
  const lab = toOklab(picture, bands);
  const ring = ringOf(lab);
  const { centres, residual, spread } = cluster(lab, ring);
  if (residual >= MAX_RESIDUAL || spread >= MAX_SPREAD) return null;
  const limit = Math.max(0.045, residual * 4);
  const ground = floodGround(lab, { ring, centres, limit });
  const covered = ground.reduce((sum, v) => sum + 1 - v, 0) / ground.length;
  // Nothing left, or nothing taken away: the ground was not what we thought.
  if (covered < 0.01 || covered > 0.97) return null;
  const hard = createPlane(lab.width, lab.height);
  for (let i = 0; i < ground.length; i++) hard.data[i] = 1 - (ground[i] as number);
  const soft = gaussianBlurExact(hard, 1.2, bands);
  for (let i = 0; i < soft.data.length; i++) {
    soft.data[i] = smoothstep(0.3, 0.72, soft.data[i] as number);
  }
  return { alpha: soft, confidence: 0.95 - residual * 12 };
}

/** Indices of a 2 % border: left, top, right, and the corners of the lower edge. */
function ringOf({ width, height }: LabRaster): number[] {
  const thick = Math.max(2, Math.round(Math.min(width, height) * 0.02));
  const ring: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const side = x < thick || x >= width - thick || y < thick;
      const foot = y >= height - thick && (x < width * 0.2 || x >= width * 0.8);
      // A bust may fill the lower half of the sides, so only the upper part must be plain.
      if (foot || (side && y < height * 0.8)) ring.push(y * width + x);
    }
  }
  return ring;
}

interface Clusters {
  readonly centres: readonly (readonly [number, number, number])[];
  readonly residual: number;
  readonly spread: number;
}

function cluster(lab: LabRaster, ring: readonly number[]): Clusters {
  const at = (i: number) =>
    [lab.l[i] as number, lab.a[i] as number, lab.b[i] as number] as [number, number, number];
  const pick = (k: number) => ring[Math.floor(((k + 0.5) / CLUSTERS) * ring.length)] ?? 0;
  let centres = Array.from({ length: CLUSTERS }, (_, k) => at(pick(k)));
  let counts: number[] = [];
  let residual = 0;
  for (let round = 0; round < 8; round++) {
    const sums = centres.map(() => [0, 0, 0, 0] as [number, number, number, number]);
    residual = 0;
    for (const i of ring) {
      const color = at(i);
      const [k, distance] = nearest(centres, color);
      const sum = sums[k] as [number, number, number, number];
      for (const c of [0, 1, 2] as const) sum[c] += color[c];
      sum[3]++;
      residual += distance;
    }
    residual /= ring.length;
    counts = sums.map((sum) => sum[3]);
    centres = sums.map((sum, k) =>
      sum[3] > 0
        ? [sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]]
        : (centres[k] as [number, number, number]),
    );
  }
  const main = centres.filter((_, k) => (counts[k] ?? 0) > ring.length * 0.05);
  let spread = 0;
  for (const one of main) {
    for (const two of main) spread = Math.max(spread, distanceOf(one, two));
  }
  return { centres: main, residual, spread };
}

type Lab = readonly [number, number, number];

function nearest(centres: readonly Lab[], color: Lab): [index: number, distance: number] {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < centres.length; k++) {
    const distance = distanceOf(centres[k] as Lab, color);
    if (distance < least) {
      least = distance;
      best = k;
    }
  }
  return [best, least];
}

function distanceOf(one: Lab, two: Lab): number {
  return Math.hypot(one[0] - two[0], one[1] - two[1], one[2] - two[2]);
}

interface Flood {
  readonly ring: readonly number[];
  readonly centres: readonly Lab[];
  readonly limit: number;
}

/** 1 where the ground's colour is connected to the ring. */
function floodGround(lab: LabRaster, { ring, centres, limit }: Flood): Uint8Array {
  const { width, height } = lab;
  const ground = new Uint8Array(width * height);
  const stack = new Int32Array(width * height);
  let top = 0;
  const visit = (i: number) => {
    if (ground[i]) return;
    const color: Lab = [lab.l[i] as number, lab.a[i] as number, lab.b[i] as number];
    if (nearest(centres, color)[1] >= limit) return;
    ground[i] = 1;
    stack[top++] = i;
  };
  for (const i of ring) visit(i);
  while (top > 0) {
    const i = stack[--top] as number;
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < width * (height - 1)) visit(i + width);
  }
  return ground;
}
