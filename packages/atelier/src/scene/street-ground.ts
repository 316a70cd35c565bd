import { randomCell, smoothstep } from '../raster/noise.ts';

/** A road; lengths in metres. */
export interface Road {
  /** Half its width. */
  readonly road: number;
  readonly seed: number;
}

/** A point of the ground, in metres, with how worn it is there. */
export interface Spot {
  readonly x: number;
  readonly z: number;
  readonly side: number;
  readonly worn: number;
  readonly near: number;
}

/** Brightness of the pavement: kerb, slabs and joints. */
export function pavement(u: Road, { x, z, side, worn }: Spot): number {
  if (side < u.road + 0.28) return side < u.road + 0.05 ? 0.05 : 0.25;
  const slab = 1.1;
  const joint = Math.min(((x % slab) + slab) % slab, ((z % slab) + slab) % slab);
  const tile = randomCell(Math.floor(x / slab), Math.floor(z / slab), u.seed);
  return (joint < 0.035 ? 0.1 : 0.19 + tile * 0.035) + worn * 0.03;
}

/** Brightness of painted lines, or of cobbles where the road is only an alley. */
export function markings(u: Road, { z, x, side, worn }: Spot): number {
  if (u.road < 3) return cobble(x, z);
  const faded = 0.36 * smoothstep(-0.5, 0.15, worn);
  if (side < 0.08 && (((z + 2) % 5) + 5) % 5 < 2.6) return faded;
  if (Math.abs(side - (u.road - 0.5)) < 0.06) return faded * 0.8;
  const crossing = z > 6.2 && z < 9.4 && side < u.road - 0.8;
  return crossing && ((x % 1.1) + 1.1) % 1.1 < 0.55 ? faded : 0;
}

function cobble(x: number, z: number): number {
  const row = Math.floor(z / 0.22);
  const shift = row % 2 ? 0.14 : 0;
  const fx = ((((x + shift) / 0.28) % 1) + 1) % 1;
  const fz = (((z / 0.22) % 1) + 1) % 1;
  const gap = Math.min(fx, 1 - fx, fz, 1 - fz);
  return gap < 0.09 ? 0.04 : 0.11 + 0.06 * randomCell(Math.floor((x + shift) / 0.28), row, 8);
}
