import type { Mask } from './band.ts';

/** Pieces smaller than this share of the largest are dropped. */
const LEAST_PIECE = 0.06;
/** Holes smaller than this share of the mask are filled: eyes, buttons, spots of glare. */
const LARGEST_HOLE = 0.08;

/**
 * Keeps the main pieces and fills small holes. Too much is better than too little, so a hole is
 * only kept open when it is large enough to be ground seen between limbs.
 */
export function tidyMask(mask: Mask): Mask {
  const pieces = findPieces(mask);
  let area = 0;
  let largest = 0;
  for (const piece of pieces) {
    if (piece.value === 0) continue;
    area += piece.pixels.length;
    largest = Math.max(largest, piece.pixels.length);
  }
  const data = mask.data.slice();
  for (const { value, pixels, border } of pieces) {
    if (value === 1 && pixels.length < LEAST_PIECE * largest) paint(data, pixels, 0);
    if (value === 0 && !border && pixels.length < LARGEST_HOLE * area) paint(data, pixels, 1);
  }
  return { width: mask.width, height: mask.height, data };
}

function paint(data: Uint8Array, pixels: Int32Array, value: number): void {
  for (let k = 0; k < pixels.length; k++) data[pixels[k] as number] = value;
}

interface Piece {
  readonly value: number;
  readonly pixels: Int32Array;
  readonly border: boolean;
}

/** Connected pieces of both values, four neighbours. */
function findPieces({ width, height, data }: Mask): Piece[] {
  const seen = new Uint8Array(data.length);
  const stack = new Int32Array(data.length);
  const pieces: Piece[] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] === 1) continue;
    const value = data[start] as number;
    let border = false;
    let filled = 0;
    stack[filled++] = start;
    seen[start] = 1;
    for (let k = 0; k < filled; k++) {
      const p = stack[k] as number;
      const x = p % width;
      const y = (p - x) / width;
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) border = true;
      const around = [x > 0 ? p - 1 : p, x + 1 < width ? p + 1 : p];
      around.push(y > 0 ? p - width : p, y + 1 < height ? p + width : p);
      for (const q of around) {
        if (seen[q] === 1 || data[q] !== value) continue;
        seen[q] = 1;
        stack[filled++] = q;
      }
    }
    pieces.push({ value, pixels: stack.slice(0, filled), border });
  }
  return pieces;
}
