import { type Bands, defineKernel } from '../raster/kernel.ts';
import { linearToSrgb, oklabToLinear, srgbToOklab } from '../raster/oklab.ts';
import { createFloats, type Plane, type Raster } from '../raster/raster.ts';
import { type Palette, project, quantile, turnedFrames } from './palette.ts';

/** Turns of the axes until two distributions agree in every direction. */
const ROUNDS = 14;
/** Steps of the matching along one axis. */
const STEPS = 48;
/** Colours a side of the table that holds the finished map. */
const GRID = 33;
/** Share of the new colour inside the character: its face stays readable. */
const INSIDE_SHARE = 0.85;

/** Where every colour goes: a cube of sRGB, red fastest, three numbers each. */
export type ColourMap = Float32Array;

/**
 * The map that gives one palette the shape of another: optimal transport by matching the
 * distributions along turned axes (Pitié, Kokaram, Dahyot 2007, "Automated colour grading using
 * colour distribution transfer"), in OKLab, smoothed so that neighbours stay neighbours.
 */
export function mapColours(from: Palette, to: Palette): ColourMap {
  const cloud = Float32Array.from(from);
  const grid = colourGrid();
  const moved = Float32Array.from(grid);
  for (const frame of turnedFrames(ROUNDS)) {
    const curves = frame.map((axis) => matchAlong(project(cloud, axis), project(to, axis)));
    for (const points of [cloud, moved]) {
      const before = Float32Array.from(points);
      frame.forEach(([x, y, z], at) => {
        const shift = curves[at] as (value: number) => number;
        for (let p = 0; p < points.length; p += 3) {
          const value =
            (before[p] as number) * x +
            (before[p + 1] as number) * y +
            (before[p + 2] as number) * z;
          const by = shift(value);
          points[p] = (points[p] as number) + by * x;
          points[p + 1] = (points[p + 1] as number) + by * y;
          points[p + 2] = (points[p + 2] as number) + by * z;
        }
      });
    }
  }
  return asTable(grid, moved);
}

/** How far a value moves along one axis; beyond the ends as far as the end itself. */
function matchAlong(from: Float32Array, to: Float32Array): (value: number) => number {
  const at = new Float32Array(STEPS);
  const by = new Float32Array(STEPS);
  for (let k = 0; k < STEPS; k++) {
    const share = (k + 0.5) / STEPS;
    at[k] = quantile(from, share);
    by[k] = quantile(to, share) - (at[k] as number);
  }
  return (value) => {
    if (value <= (at[0] as number)) return by[0] as number;
    if (value >= (at[STEPS - 1] as number)) return by[STEPS - 1] as number;
    let low = 0;
    let high = STEPS - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((at[middle] as number) <= value) low = middle;
      else high = middle;
    }
    const span = (at[high] as number) - (at[low] as number);
    const t = span > 1e-6 ? (value - (at[low] as number)) / span : 0;
    return (by[low] as number) + ((by[high] as number) - (by[low] as number)) * t;
  };
}

function colourGrid(): Float32Array {
  const grid = new Float32Array(GRID ** 3 * 3);
  let at = 0;
  for (let b = 0; b < GRID; b++) {
    for (let g = 0; g < GRID; g++) {
      for (let r = 0; r < GRID; r++) {
        const top = GRID - 1;
        grid.set(srgbToOklab(r / top, g / top, b / top), at);
        at += 3;
      }
    }
  }
  return grid;
}

function asTable(grid: Float32Array, moved: Float32Array): ColourMap {
  let shifts: Float32Array = moved.map((value, i) => value - (grid[i] as number));
  for (const step of [1, GRID, GRID * GRID]) shifts = smoothAlong(shifts, step);
  const table = createFloats(grid.length);
  for (let p = 0; p < grid.length; p += 3) {
    const light = Math.max(0, Math.min(1, (grid[p] as number) + (shifts[p] as number)));
    const a = (grid[p + 1] as number) + (shifts[p + 1] as number);
    const b = (grid[p + 2] as number) + (shifts[p + 2] as number);
    table.set(oklabToLinear(light, a, b).map(linearToSrgb), p);
  }
  return table;
}

function smoothAlong(shifts: Float32Array, step: number): Float32Array {
  const out = new Float32Array(shifts.length);
  const cells = GRID ** 3;
  for (let cell = 0; cell < cells; cell++) {
    const place = Math.floor(cell / step) % GRID;
    const before = place > 0 ? cell - step : cell;
    const after = place < GRID - 1 ? cell + step : cell;
    for (let c = 0; c < 3; c++) {
      out[3 * cell + c] =
        ((shifts[3 * before + c] as number) +
          2 * (shifts[3 * cell + c] as number) +
          (shifts[3 * after + c] as number)) /
        4;
    }
  }
  return out;
}

/** Gives every pixel its new colour, in place; a little less inside the character. */
export function applyColours(
  image: Raster,
  { map, character, bands }: { map: ColourMap; character: Plane; bands: Bands },
): void {
  const { r, g, b, width, height } = image;
  bands.run(mapRows, { r, g, b, width, map, inside: character.data }, height);
}

interface MapArgs {
  readonly r: Float32Array;
  readonly g: Float32Array;
  readonly b: Float32Array;
  readonly width: number;
  readonly map: ColourMap;
  readonly inside: Float32Array;
}

const mapRows = defineKernel<MapArgs>('style-reference/colours', (args, y0, y1) => {
  const { r, g, b, width, map, inside } = args;
  const planes = [r, g, b];
  for (let i = y0 * width; i < y1 * width; i++) {
    const share = 1 - (1 - INSIDE_SHARE) * (inside[i] as number);
    const [x, y, z] = [place(r[i] as number), place(g[i] as number), place(b[i] as number)];
    const [i0, j0, k0] = [Math.floor(x), Math.floor(y), Math.floor(z)];
    const [fx, fy, fz] = [x - i0, y - j0, z - k0];
    const corner = 3 * ((k0 * GRID + j0) * GRID + i0);
    for (let c = 0; c < 3; c++) {
      const at = corner + c;
      const near = face(map, at, { fx, fy });
      const far = face(map, at + 3 * GRID * GRID, { fx, fy });
      const plane = planes[c] as Float32Array;
      const old = plane[i] as number;
      plane[i] = old + (near + (far - near) * fz - old) * share;
    }
  }
});

/** Where a value lies on the cube's edge; the last cell is entered from below. */
function place(value: number): number {
  return Math.max(0, Math.min(GRID - 1.0001, value * (GRID - 1)));
}

/** The map between four neighbours in red and green. */
function face(map: ColourMap, at: number, { fx, fy }: { fx: number; fy: number }): number {
  const up = at + 3 * GRID;
  const low = (map[at] as number) * (1 - fx) + (map[at + 3] as number) * fx;
  const high = (map[up] as number) * (1 - fx) + (map[up + 3] as number) * fx;
  return low + (high - low) * fy;
}
