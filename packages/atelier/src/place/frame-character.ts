import type { CutOut } from '../cutout/cut-out.ts';
import { type Bands, defineKernel } from '../raster/kernel.ts';
import { type Box, createFloats, type RasterA } from '../raster/raster.ts';
import { resizePlane } from '../raster/resample.ts';

/** How much of the character, and how large, the picture shows. */
export type Framing = 'close-up' | 'bust' | 'half-body' | 'full-body' | 'wide-shot';

/** Where the character is to stand. */
export interface FrameOptions {
  readonly width: number;
  readonly height: number;
  readonly framing: Framing;
  /** 1 = the framing's usual size. */
  readonly size: number;
  /** Middle of the character and row of its feet, as shares of width and height. */
  readonly standX: number;
  readonly groundY: number;
  readonly bands: Bands;
}

/** A character at its size and place in the picture, on a transparent ground. */
export interface PlacedCharacter {
  /** Frame-sized; straight alpha. */
  readonly rgba: RasterA;
  /** The silhouette's rectangle; may end at the lower edge. */
  readonly box: Box;
  /** Row the feet stand on, in pixels; null when they are outside the picture. */
  readonly footY: number | null;
}

/** Free space kept between silhouette and edge, as a share of the side. */
export const MARGIN = 0.04;

/** Height of the whole figure, as a share of the frame's height. */
const HEIGHTS: Record<Framing, number> = {
  'close-up': 1.9,
  bust: 1.45,
  'half-body': 1.12,
  'full-body': 0.66,
  'wide-shot': 0.36,
};

/** Scales the cut-out, puts it on the ground and keeps a 4 % margin to the sides and the top. */
export function frameCharacter(cutOut: CutOut, options: FrameOptions): PlacedCharacter {
  const box = targetBox(cutOut, options);
  const rgba = resampleInto(cutOut, box, options);
  const bottom = box.y + box.height;
  const footY = bottom < options.height - 1 ? bottom : null;
  return { rgba, box, footY };
}

/** The silhouette's rectangle in the frame. Exported for its test. */
export function targetBox(cutOut: CutOut, options: FrameOptions): Box {
  const { width, height, framing } = options;
  const aspect = cutOut.box.width / cutOut.box.height;
  const cropped = cutOut.touchesBottom || !['full-body', 'wide-shot'].includes(framing);
  const bust = cutOut.touchesBottom ? Math.min(0.8, HEIGHTS[framing] + 0.14) : HEIGHTS[framing];
  const share = cropped ? bust : HEIGHTS[framing];
  // A figure much wider than tall would look small at a fixed height, a tall one would tower.
  const wideness = Math.min(1.15, Math.max(0.78, 1.08 - 0.18 * (aspect - 0.6)));
  const roomX = width * (1 - 2 * MARGIN);
  const top = height * MARGIN;
  const foot = cropped ? height : Math.min(height * (1 - MARGIN), height * options.groundY);
  const tallest = cropped && !cutOut.touchesBottom ? height * 2.4 : foot - top;
  const wanted = height * share * (cropped ? 1 : wideness * options.size);
  const scale = Math.min(wanted, tallest, roomX / aspect) / cutOut.box.height;
  const w = Math.max(1, Math.round(cutOut.box.width * scale));
  const h = Math.max(1, Math.round(cutOut.box.height * scale));
  const left = Math.round(width * MARGIN);
  const x = Math.min(width - left - w, Math.max(left, Math.round(width * options.standX - w / 2)));
  const outside = cropped && !cutOut.touchesBottom;
  const y = outside ? Math.round(height * 0.1) : Math.round(foot) - h;
  return { x, y: outside && y + h < height ? height - h : y, width: w, height: h };
}

function resampleInto(cutOut: CutOut, box: Box, options: FrameOptions): RasterA {
  const { width, height, bands } = options;
  const crop = cropPremultiplied(cutOut);
  const size = { width: crop.width, height: crop.height };
  const scale = box.width / cutOut.box.width;
  const to = {
    width: Math.max(1, Math.round(crop.width * scale)),
    height: Math.max(1, Math.round(crop.height * scale)),
  };
  const scaled = crop.planes.map((data) => resizePlane({ ...size, data }, to, bands).data);
  const [r, g, b, a] = [0, 1, 2, 3].map(() => createFloats(width * height)) as Planes;
  const offsetX = box.x - Math.round(crop.padX * scale);
  const offsetY = box.y - Math.round(crop.padY * scale);
  const args = { from: scaled as Planes, fromSize: to, to: [r, g, b, a] as Planes, width };
  bands.run(pasteRows, { ...args, offsetX, offsetY }, height);
  return { width, height, r, g, b, a };
}

type Planes = [Float32Array, Float32Array, Float32Array, Float32Array];

interface Crop {
  readonly width: number;
  readonly height: number;
  readonly planes: Planes;
  /** Pixels of soft edge kept left of and above the silhouette's box. */
  readonly padX: number;
  readonly padY: number;
}

/** The silhouette with a little room for its soft edge; colours times alpha, for resampling. */
function cropPremultiplied({ rgba, box }: CutOut): Crop {
  const pad = 6;
  const x0 = Math.max(0, box.x - pad);
  const y0 = Math.max(0, box.y - pad);
  const x1 = Math.min(rgba.width, box.x + box.width + pad);
  const y1 = Math.min(rgba.height, box.y + box.height + pad);
  const width = x1 - x0;
  const height = y1 - y0;
  const planes = [0, 1, 2, 3].map(() => createFloats(width * height)) as Planes;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = (y + y0) * rgba.width + x + x0;
      const to = y * width + x;
      const alpha = rgba.a[i] as number;
      planes[0][to] = (rgba.r[i] as number) * alpha;
      planes[1][to] = (rgba.g[i] as number) * alpha;
      planes[2][to] = (rgba.b[i] as number) * alpha;
      planes[3][to] = alpha;
    }
  }
  return { width, height, planes, padX: box.x - x0, padY: box.y - y0 };
}

interface PasteArgs {
  readonly from: Planes;
  readonly fromSize: { readonly width: number; readonly height: number };
  readonly to: Planes;
  readonly width: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

const pasteRows = defineKernel<PasteArgs>('place/paste-rows', (args, y0, y1) => {
  const { from, fromSize, to, width, offsetX, offsetY } = args;
  const left = Math.max(0, offsetX);
  const right = Math.min(width, offsetX + fromSize.width);
  for (let y = y0; y < y1; y++) {
    const sy = y - offsetY;
    if (sy < 0 || sy >= fromSize.height) continue;
    for (let x = left; x < right; x++) {
      const i = sy * fromSize.width + x - offsetX;
      const alpha = from[3][i] as number;
      if (alpha < 0.002) continue;
      const o = y * width + x;
      to[0][o] = (from[0][i] as number) / alpha;
      to[1][o] = (from[1][i] as number) / alpha;
      to[2][o] = (from[2][i] as number) / alpha;
      to[3][o] = alpha;
    }
  }
});
