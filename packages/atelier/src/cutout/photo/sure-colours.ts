import type { RasterA } from '../../raster/raster.ts';
import { type Mask, outlineBand } from './band.ts';

/** Sums of colour and count over coarse cells: red, green, blue, count per cell. */
export interface SureColours {
  readonly columns: number;
  readonly rows: number;
  readonly cell: number;
  readonly subject: Float32Array;
  readonly ground: Float32Array;
}

/** Colours of the pixels beside the unknown band, summed over cells and their neighbours. */
export function collectSureColours(
  picture: RasterA,
  task: { mask: Mask; unknown: Int32Array; cell: number },
): SureColours {
  const { mask, unknown, cell } = task;
  const columns = Math.ceil(mask.width / cell);
  const rows = Math.ceil(mask.height / cell);
  const subject = new Float32Array(columns * rows * 4);
  const ground = new Float32Array(columns * rows * 4);
  const hidden = new Uint8Array(mask.data.length);
  for (let k = 0; k < unknown.length; k++) hidden[unknown[k] as number] = 1;
  const near = outlineBand(mask, cell * 2);
  for (let k = 0; k < near.length; k++) {
    const p = near[k] as number;
    if (hidden[p] === 1) continue;
    const x = p % mask.width;
    const row = Math.floor((p - x) / mask.width / cell);
    const at = 4 * (row * columns + Math.floor(x / cell));
    const sums = mask.data[p] === 1 ? subject : ground;
    sums[at] = (sums[at] as number) + (picture.r[p] as number);
    sums[at + 1] = (sums[at + 1] as number) + (picture.g[p] as number);
    sums[at + 2] = (sums[at + 2] as number) + (picture.b[p] as number);
    sums[at + 3] = (sums[at + 3] as number) + 1;
  }
  const size = { columns, rows, cell };
  return { ...size, subject: spread(subject, size), ground: spread(ground, size) };
}

/** Adds every cell's eight neighbours at half weight. */
function spread(sums: Float32Array, size: { columns: number; rows: number }): Float32Array {
  const out = sums.slice();
  for (let y = 0; y < size.rows; y++) {
    for (let x = 0; x < size.columns; x++) {
      const to = 4 * (y * size.columns + x);
      for (let k = 0; k < 9; k++) {
        const nx = x + (k % 3) - 1;
        const ny = y + Math.floor(k / 3) - 1;
        if (k === 4 || nx < 0 || ny < 0 || nx >= size.columns || ny >= size.rows) continue;
        const from = 4 * (ny * size.columns + nx);
        for (let c = 0; c < 4; c++) {
          out[to + c] = (out[to + c] as number) + 0.5 * (sums[from + c] as number);
        }
      }
    }
  }
  return out;
}

/** Writes the sums at a pixel, bilinear between cells, into `out` (red, green, blue, count). */
export function sampleCells(
  colours: SureColours,
  sums: Float32Array,
  at: { x: number; y: number; out: Float32Array },
): void {
  const { columns, rows, cell } = colours;
  const u = Math.max(0, Math.min(columns - 1, (at.x + 0.5) / cell - 0.5));
  const v = Math.max(0, Math.min(rows - 1, (at.y + 0.5) / cell - 0.5));
  const left = Math.floor(u);
  const top = Math.floor(v);
  at.out.fill(0);
  for (let k = 0; k < 4; k++) {
    const x = Math.min(columns - 1, left + (k & 1));
    const y = Math.min(rows - 1, top + (k >> 1));
    const weight =
      ((k & 1) === 1 ? u - left : 1 - u + left) * (k >> 1 === 1 ? v - top : 1 - v + top);
    const from = 4 * (y * columns + x);
    for (let c = 0; c < 4; c++) {
      at.out[c] = (at.out[c] as number) + weight * (sums[from + c] as number);
    }
  }
}
