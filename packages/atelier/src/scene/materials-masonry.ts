import { clamp01, fbm, randomCell, smoothstep } from '../raster/noise.ts';
import { dim, type PaintJob, paintAs, type Surface, tint } from './surface.ts';

/** Stone, brick, tiles and roofs; false when the material is none of them. */
export function paintMasonry(job: PaintJob, out: Surface): boolean {
  switch (job.skin.material) {
    case 'stone':
      courses(job, { long: 0.95, tall: 0.44, joint: 0.018, rough: 0.2 }, out);
      return true;
    case 'brick':
      courses(job, { long: 0.25, tall: 0.085, joint: 0.008, rough: 0.1 }, out);
      return true;
    case 'flags':
      courses(job, { long: 1.1, tall: 0.85, joint: 0.014, rough: 0.16 }, out);
      return true;
    case 'tiles':
      squares(job, out);
      return true;
    case 'checker':
      checks(job, out);
      return true;
    case 'cobbles':
      cobbles(job, out);
      return true;
    case 'roof':
      roofTiles(job, out);
      return true;
    default:
      return false;
  }
}

interface Course {
  readonly long: number;
  readonly tall: number;
  readonly joint: number;
  readonly rough: number;
}

function courses({ skin, u, v, px }: PaintJob, course: Course, out: Surface): void {
  const tall = course.tall * skin.size;
  const row = Math.floor(v / tall);
  const long = course.long * skin.size * (0.8 + 0.5 * randomCell(row, 3, skin.seed));
  const shift = (row % 2) * 0.5 + randomCell(row, 1, skin.seed) * 0.3;
  const column = Math.floor(u / long + shift);
  const du = (u / long + shift - column) * long;
  const dv = v - row * tall;
  const bend = fbm(u * 3, v * 3, { seed: skin.seed + 6, octaves: 2, width: px * 2 });
  const edge = Math.min(du, long - du, dv, tall - dv) + bend * course.joint * 0.8;
  const tone = 0.76 + 0.42 * randomCell(column, row, skin.seed + 2);
  const grain = fbm(u * 7, v * 7, { seed: skin.seed + 7, octaves: 3, width: px * 3 });
  const warm = randomCell(column, row, skin.seed + 9) * 0.5;
  tint(out, skin.other, warm);
  dim(out, tone * (1 + grain * course.rough));
  const seen = clamp01((course.joint * 2.2) / (px + course.joint));
  const joint = 1 - smoothstep(course.joint * 0.6, course.joint * 1.2 + px, edge);
  // Light comes from above: the upper edge of a stone catches it, the lower is dark.
  const arris = smoothstep(course.joint * 3.2, course.joint, edge);
  dim(out, 1 + arris * 0.16 * (dv > tall / 2 ? 1 : -1) * seen);
  dim(out, 1 - 0.5 * joint * seen);
  out.gloss = skin.gloss * (1 - joint) * (0.8 + grain * 0.4);
}

function squares({ skin, u, v, px }: PaintJob, out: Surface): void {
  const side = 0.15 * skin.size;
  const x = u / side;
  const y = v / side;
  const tone = 0.88 + 0.2 * randomCell(Math.floor(x), Math.floor(y), skin.seed);
  const edge = Math.min(x % 1, 1 - (x % 1), y % 1, 1 - (y % 1)) * side;
  dim(out, tone);
  const grout = (1 - smoothstep(0.002, 0.005 + px * 0.5, edge)) * clamp01(0.012 / (px + 0.003));
  tint(out, skin.other, grout * 0.8);
  out.gloss = skin.gloss * (1 - grout);
}

function checks({ skin, u, v, px }: PaintJob, out: Surface): void {
  const side = 0.45 * skin.size;
  const x = Math.floor(u / side);
  const y = Math.floor(v / side);
  if ((x + y) & 1) paintAs(out, skin.other, 1);
  const vein = fbm(u * 2.4 + x, v * 2.4 + y * 3, { seed: skin.seed, octaves: 4 });
  dim(out, 0.94 + 0.12 * randomCell(x, y, skin.seed) + vein * 0.14);
  const edge = Math.min(u - x * side, (x + 1) * side - u, v - y * side, (y + 1) * side - v);
  dim(out, 1 - 0.35 * (1 - smoothstep(0.002, 0.006 + px * 0.6, edge)));
}

function cobbles({ skin, u, v, px }: PaintJob, out: Surface): void {
  const side = 0.19 * skin.size;
  const row = Math.floor(v / side);
  const x = u / side + (row % 2) * 0.5 + 0.18 * randomCell(row, 8, skin.seed);
  const column = Math.floor(x);
  const fx = x - column - 0.5;
  const fy = v / side - row - 0.5;
  const skew = randomCell(column, row, skin.seed) - 0.5;
  const d = (Math.abs(fx * (1 + skew * 0.3)) ** 3 + Math.abs(fy) ** 3) ** (1 / 3) * 2;
  const tone = 0.72 + 0.5 * randomCell(column, row, skin.seed + 2);
  const grain = fbm(u * 9, v * 9, { seed: skin.seed + 5, octaves: 2, width: px * 4 });
  const seen = clamp01(0.09 / (px + 0.03));
  tint(out, skin.other, 0.55 * randomCell(column, row, skin.seed + 3));
  const worn = fbm(u * 0.5, v * 0.5, { seed: skin.seed + 8, octaves: 2 });
  dim(out, (1 + (tone - 1) * seen) * (1 + grain * 0.12 + worn * 0.16));
  const crown = 1.14 - 0.5 * d * d + fy * 0.2 - skew * fx * 0.4;
  dim(out, 1 + (crown - 1) * seen);
  const joint = smoothstep(0.84, 0.97, d);
  dim(out, 1 - joint * 0.55 * seen);
  out.gloss = skin.gloss * (1 - joint * 0.7) * (0.75 + 0.4 * tone);
}

function roofTiles({ skin, u, v }: PaintJob, out: Surface): void {
  const tall = 0.24 * skin.size;
  const row = Math.floor(v / tall);
  const x = u / (0.2 * skin.size) + (row % 2) * 0.5;
  const column = Math.floor(x);
  const fx = x - column - 0.5;
  const fy = v / tall - row;
  dim(out, 0.72 + 0.5 * randomCell(column, row, skin.seed));
  dim(out, (1.06 - fx * fx * 1.7) * (0.6 + 0.45 * smoothstep(1, 0.75, fy)));
}
