import { createFloats } from '../raster.ts';

/** Directions the taps are tabulated for, over half a turn. */
export const DIRECTIONS = 24;
/** Elongations the taps are tabulated for, from a circle to the longest ellipse. */
export const STRETCHES = 5;
/** Sectors of the filter. */
export const SECTORS = 8;

/**
 * Taps of every sector for every quantised direction and stretch: sector `s` of entry
 * `e = (centre * STRETCHES + stretch) * DIRECTIONS + direction` is the slice
 * `first[e * 8 + s] .. first[e * 8 + s + 1]` of `offsets` and `weights`; each slice sums to 1.
 */
export interface SectorTaps {
  readonly first: Int32Array;
  readonly offsets: Int32Array;
  readonly weights: Float32Array;
}

/** Radius and row length of the source, and where between its pixels the centres lie. */
export interface TapSpec {
  readonly radius: number;
  readonly stride: number;
  readonly centres: readonly (readonly [number, number])[];
}

/**
 * The sector weights of Kyprianidis, Semmo, Kang, Döllner 2010 ("Anisotropic Kuwahara Filtering
 * with Polynomial Weighting Functions"), tabulated so that filtering is sums of products only.
 */
export function tabulateTaps(spec: TapSpec): SectorTaps {
  const first: number[] = [0];
  const offsets: number[] = [];
  const weights: number[] = [];
  for (const centre of spec.centres) {
    for (let s = 0; s < STRETCHES; s++) {
      for (let d = 0; d < DIRECTIONS; d++) {
        const ellipse = ellipseOf(spec.radius, s / (STRETCHES - 1), (d * Math.PI) / DIRECTIONS);
        for (const sector of sectorsOf(ellipse, centre)) {
          for (const tap of sector) {
            offsets.push(tap.y * spec.stride + tap.x);
            weights.push(tap.weight);
          }
          first.push(offsets.length);
        }
      }
    }
  }
  return { first: shared(first), offsets: shared(offsets), weights: sharedFloats(weights) };
}

interface Ellipse {
  readonly long: number;
  readonly short: number;
  readonly tx: number;
  readonly ty: number;
}

interface WeightedTap {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

function ellipseOf(radius: number, stretch: number, angle: number): Ellipse {
  const grown = 1 + 0.85 * stretch;
  return {
    long: radius * grown,
    short: Math.max(0.9, radius / grown),
    tx: Math.cos(angle),
    ty: Math.sin(angle),
  };
}

function sectorsOf(ellipse: Ellipse, centre: readonly [number, number]): WeightedTap[][] {
  const { long, short, tx, ty } = ellipse;
  const found: WeightedTap[][] = Array.from({ length: SECTORS }, () => []);
  const reach = Math.ceil(long + 1);
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const dx = x - centre[0];
      const dy = y - centre[1];
      const u = (dx * tx + dy * ty) / long;
      const v = (dy * tx - dx * ty) / short;
      if (u * u + v * v > 1) continue;
      const all = sectorWeights(u, v);
      const fall = Math.exp(-0.8 * (u * u + v * v)) / all.reduce((sum, w) => sum + w, 1e-9);
      all.forEach((weight, s) => {
        if (weight > 0.015) found[s]?.push({ x, y, weight: weight * fall });
      });
    }
  }
  return found.map(normalise);
}

function normalise(taps: WeightedTap[]): WeightedTap[] {
  const sum = taps.reduce((total, tap) => total + tap.weight, 0);
  if (taps.length === 0) return [{ x: 0, y: 0, weight: 1 }];
  return taps.map((tap) => ({ ...tap, weight: tap.weight / sum }));
}

const ZETA = 0.33;
const GAMMA = (3 * Math.PI) / 8;
const ETA = (ZETA + Math.cos(GAMMA)) / Math.sin(GAMMA) ** 2;

function sectorWeights(u: number, v: number): number[] {
  return Array.from({ length: SECTORS }, (_, k) => {
    const angle = (k * Math.PI) / 4;
    const along = u * Math.cos(angle) + v * Math.sin(angle);
    const across = v * Math.cos(angle) - u * Math.sin(angle);
    return Math.max(0, along + ZETA - ETA * across * across) ** 2;
  });
}

function shared(values: readonly number[]): Int32Array {
  const out = new Int32Array(new SharedArrayBuffer(values.length * 4));
  out.set(values);
  return out;
}

function sharedFloats(values: readonly number[]): Float32Array {
  const out = createFloats(values.length);
  out.set(values);
  return out;
}
