import { gaussianBlur } from '../raster/blur.ts';
import type { Bands } from '../raster/kernel.ts';
import { length2 } from '../raster/length.ts';
import { type LabRaster, toOklab } from '../raster/oklab.ts';
import { createFloats, type Plane, type Raster } from '../raster/raster.ts';
import { INSIDE } from './interior.ts';

/** How the colours inside the mask moved. */
export interface ColourShift {
  /** Degrees of the one rotation that best turns the source's colours into the result's; >= 0. */
  readonly hueShift: number | null;
  /** Colourfulness of the result over that of the source. */
  readonly chromaRatio: number | null;
  /** Overlap of the colour histograms, 0..1. */
  readonly palette: number;
}

/** Two pictures of one size and where to compare them. */
export interface ColourPair {
  readonly source: Raster;
  readonly result: Raster;
  readonly mask: Plane;
  readonly bands: Bands;
}

/** Below this mean chroma a picture is grey and its hue says nothing. */
const GREY = 0.012;
/** A result that keeps less of the source's chroma is a style of one ink: it has no hue to lose. */
const ONE_INK = 0.25;
const CELL = 0.035;
const CELLS = 24;

/** Hue, chroma and palette of the result against the source, in OKLab, inside the mask. */
export function colourShift({ source, result, mask, bands }: ColourPair): ColourShift {
  const sigma = Math.max(mask.width / 200, mask.height / 200, 1);
  const one = blurredInside(source, mask, { sigma, bands });
  const two = blurredInside(result, mask, { sigma, bands });
  let dot = 0;
  let cross = 0;
  let chromaOne = 0;
  let chromaTwo = 0;
  let n = 0;
  for (let i = 0; i < mask.data.length; i++) {
    if ((mask.data[i] as number) < INSIDE) continue;
    const [a1, b1, a2, b2] = [one.a[i], one.b[i], two.a[i], two.b[i]] as Four;
    dot += a1 * a2 + b1 * b2;
    cross += a1 * b2 - b1 * a2;
    chromaOne += length2(a1, b1);
    chromaTwo += length2(a2, b2);
    n++;
  }
  const coloured = n > 0 && chromaOne / n > GREY;
  const telling = coloured && chromaTwo > Math.max(GREY * n, ONE_INK * chromaOne);
  return {
    hueShift: telling ? Math.abs((Math.atan2(cross, dot) * 180) / Math.PI) : null,
    chromaRatio: coloured ? chromaTwo / chromaOne : null,
    palette: overlap(histogram(one, mask), histogram(two, mask)),
  };
}

type Four = [number, number, number, number];

/** OKLab of the picture, the colours of dots and strokes mixed as the eye mixes them. */
function blurredInside(
  image: Raster,
  mask: Plane,
  { sigma, bands }: { sigma: number; bands: Bands },
): LabRaster {
  const inside = createFloats(mask.data.length);
  for (let i = 0; i < inside.length; i++) {
    inside[i] = (mask.data[i] as number) >= INSIDE ? 1 : 0;
  }
  const size = { width: mask.width, height: mask.height };
  const cover = gaussianBlur({ ...size, data: inside }, sigma, bands).data;
  const mix = (plane: Float32Array) => {
    const part = createFloats(plane.length);
    for (let i = 0; i < part.length; i++) part[i] = (plane[i] as number) * (inside[i] as number);
    const soft = gaussianBlur({ ...size, data: part }, sigma, bands).data;
    for (let i = 0; i < part.length; i++) {
      soft[i] = (soft[i] as number) / Math.max(1e-3, cover[i] as number);
    }
    return soft;
  };
  return toOklab({ ...size, r: mix(image.r), g: mix(image.g), b: mix(image.b) }, bands);
}

/** Shares of the colours a and b, each pixel spread over the four nearest cells. */
function histogram(lab: LabRaster, mask: Plane): Float64Array {
  const cells = new Float64Array(CELLS * CELLS);
  let total = 0;
  for (let i = 0; i < mask.data.length; i++) {
    if ((mask.data[i] as number) < INSIDE) continue;
    const u = clampCell((lab.a[i] as number) / CELL + CELLS / 2);
    const v = clampCell((lab.b[i] as number) / CELL + CELLS / 2);
    const [u0, v0] = [Math.floor(u), Math.floor(v)];
    const [fu, fv] = [u - u0, v - v0];
    for (const [du, dv, share] of [
      [0, 0, (1 - fu) * (1 - fv)],
      [1, 0, fu * (1 - fv)],
      [0, 1, (1 - fu) * fv],
      [1, 1, fu * fv],
    ] as const) {
      const k = (v0 + dv) * CELLS + u0 + du;
      cells[k] = (cells[k] as number) + share;
    }
    total++;
  }
  return total === 0 ? cells : cells.map((value) => value / total);
}

function clampCell(value: number): number {
  return Math.max(0, Math.min(CELLS - 1.001, value));
}

function overlap(one: Float64Array, two: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += Math.min(one[i] as number, two[i] as number);
  return sum;
}
