import type { CutOut } from '../cutout/cut-out.ts';
import { gaussianBlur } from '../raster/blur.ts';
import { type Bands, defineKernel } from '../raster/kernel.ts';
import { clamp01 } from '../raster/noise.ts';
import {
  type Box,
  createPlane,
  type Plane,
  type Raster,
  type RasterA,
  releaseRaster,
} from '../raster/raster.ts';
import { sampleBilinear } from '../raster/resample.ts';
import type { SceneResult } from '../scene/define-scene.ts';
import { focusBlur } from './focus.ts';
import { type Framing, frameCharacter, type PlacedCharacter } from './frame-character.ts';
import { relight } from './relight.ts';
import { castShadows, reflectInGround } from './shadow.ts';

/** How the character is put into the scene. */
export interface ComposeOptions {
  readonly framing: Framing;
  /** Relative to the usual size, by an adjective such as "tiny". */
  readonly size: number;
  /** The style's blur of the far distance, as a share of the width. */
  readonly focusBlur: number;
  readonly bands: Bands;
  readonly checkpoint: () => void;
}

/** The character in its scene, before any style. */
export interface Composed {
  readonly image: Raster;
  /** Coverage of the character as far as it is seen, 0..1. */
  readonly character: Plane;
  readonly depth: Plane;
  readonly box: Box | null;
}

/** Puts the character on the scene's ground, in its light, with shadow, reflection and focus. */
export function compose(cutOut: CutOut, scene: SceneResult, options: ComposeOptions): Composed {
  const { bands, checkpoint } = options;
  const { width, height } = scene.image;
  const placed = frameCharacter(cutOut, {
    width,
    height,
    framing: options.framing,
    size: options.size,
    standX: scene.standX,
    groundY: scene.groundY,
    bands,
  });
  checkpoint();
  const lit = relight(placed.rgba, { light: scene.light, size: placed.box.height, bands });
  const character: PlacedCharacter = { ...placed, rgba: lit };
  checkpoint();
  const horizonY = scene.horizon * height;
  const ground = { character, light: scene.light, horizonY, wetness: scene.wetness, bands };
  castShadows(scene.image, ground);
  reflectInGround(scene.image, ground);
  checkpoint();
  const focus = depthAtFeet(scene.depth, placed);
  const sigma = options.focusBlur * width * (placed.footY === null ? 1.6 : 1);
  const image = focusBlur(scene.image, { depth: scene.depth, focus, sigma, bands });
  checkpoint();
  separate(image, lit, { size: placed.box.height, bands });
  const seen = createPlane(width, height);
  const args = { image, lit, front: scene.foreground, seen, depth: scene.depth, focus };
  bands.run(composeRows, args, height);
  releaseRaster(lit);
  releaseRaster(placed.rgba);
  return { image, character: seen, depth: scene.depth, box: placed.box };
}

function depthAtFeet(depth: Plane, { box, footY }: PlacedCharacter): number {
  const y = Math.min(depth.height - 1, footY ?? depth.height - 1);
  const x = Math.max(0, Math.min(depth.width - 1, Math.round(box.x + box.width / 2)));
  return Math.min(0.5, depth.data[y * depth.width + x] as number);
}

/**
 * Keeps a silhouette readable: where character and ground are equally light along the outline, the
 * ground gives way to one side, strongest at the outline itself.
 */
function separate(image: Raster, lit: RasterA, options: { size: number; bands: Bands }): void {
  const { size, bands } = options;
  const { width, height } = image;
  const small = { width: Math.ceil(width / CELL), height: Math.ceil(height / CELL) };
  const [cover, inner, base] = [0, 1, 2].map(() => createPlane(small.width, small.height));
  if (!cover || !inner || !base) return;
  bands.run(tonesOfCells, { image, lit, cover, inner, base }, small.height);
  const reach = Math.max(0.6, (size * 0.05) / CELL);
  const halo = gaussianBlur(cover, reach, bands);
  const tone = gaussianBlur(inner, reach, bands);
  const ground = gaussianBlur(base, Math.max(0.6, (size * 0.03) / CELL), bands);
  bands.run(gainOfCells, { halo, tone, ground, gain: inner }, small.height);
  // What the outline asks for differs from cell to cell; the ground follows it smoothly.
  const gain = gaussianBlur(inner, reach * 0.8, bands);
  bands.run(separateRows, { image, gain }, height);
}

/** Side of the cells in which light is compared: the outline's surroundings have no detail. */
const CELL = 4;

interface TonesArgs {
  readonly image: Raster;
  readonly lit: RasterA;
  readonly cover: Plane;
  readonly inner: Plane;
  readonly base: Plane;
}

const tonesOfCells = defineKernel<TonesArgs>('place/tones-of-cells', (args, c0, c1) => {
  const { image, lit, cover, inner, base } = args;
  const { width, height } = image;
  for (let cy = c0; cy < c1; cy++) {
    for (let cx = 0; cx < cover.width; cx++) {
      let [alpha, light, under, count] = [0, 0, 0, 0];
      for (let y = cy * CELL; y < Math.min(height, cy * CELL + CELL); y++) {
        for (let x = cx * CELL; x < Math.min(width, cx * CELL + CELL); x++) {
          const i = y * width + x;
          const a = lit.a[i] as number;
          alpha += a;
          if (a > 0) light += luma(lit, i) * a;
          under += luma(image, i);
          count++;
        }
      }
      const o = cy * cover.width + cx;
      cover.data[o] = alpha / count;
      inner.data[o] = light / count;
      base.data[o] = under / count;
    }
  }
});

function luma(image: Raster, i: number): number {
  return (
    0.299 * (image.r[i] as number) + 0.587 * (image.g[i] as number) + 0.114 * (image.b[i] as number)
  );
}

interface GainArgs {
  readonly halo: Plane;
  readonly tone: Plane;
  readonly ground: Plane;
  /** By how much the ground is made lighter or darker. */
  readonly gain: Plane;
}

const WANTED_STEP = 0.16;

const gainOfCells = defineKernel<GainArgs>('place/gain-of-cells', (args, c0, c1) => {
  const { halo, tone, ground, gain } = args;
  for (let i = c0 * halo.width; i < c1 * halo.width; i++) {
    const near = halo.data[i] as number;
    gain.data[i] = 0;
    if (near < 0.01) continue;
    const inside = (tone.data[i] as number) / near;
    const step = inside - (ground.data[i] as number);
    const missing = Math.max(0, WANTED_STEP - Math.abs(step));
    // Pale characters get a darker ground, dark ones a lighter; ties go by the character.
    const darker = inside > 0.5 ? step > -0.08 : step > 0.06;
    gain.data[i] = (darker ? -1 : 0.8) * missing * clamp01(near * 2) * 1.35;
  }
});

interface SeparateArgs {
  readonly image: Raster;
  readonly gain: Plane;
}

const separateRows = defineKernel<SeparateArgs>('place/separate', ({ image, gain }, y0, y1) => {
  const { width } = image;
  for (let y = y0; y < y1; y++) {
    const sy = (y + 0.5) / CELL - 0.5;
    for (let x = 0; x < width; x++) {
      const more = sampleBilinear(gain, (x + 0.5) / CELL - 0.5, sy);
      if (more === 0) continue;
      const i = y * width + x;
      image.r[i] = (image.r[i] as number) * (1 + more);
      image.g[i] = (image.g[i] as number) * (1 + more);
      image.b[i] = (image.b[i] as number) * (1 + more);
    }
  }
});

interface ComposeArgs {
  readonly image: Raster;
  readonly lit: RasterA;
  readonly front: RasterA | null;
  readonly seen: Plane;
  readonly depth: Plane;
  readonly focus: number;
}

const composeRows = defineKernel<ComposeArgs>('place/compose', (args, y0, y1) => {
  const { image, lit, front, seen, depth, focus } = args;
  const { width } = image;
  for (let i = y0 * width; i < y1 * width; i++) {
    const alpha = lit.a[i] as number;
    const over = front ? (front.a[i] as number) : 0;
    const shown = alpha * (1 - over);
    const under = (1 - alpha) * (1 - over);
    seen.data[i] = shown;
    if (shown > 0 || over > 0) {
      image.r[i] = (image.r[i] as number) * under + (lit.r[i] as number) * shown;
      image.g[i] = (image.g[i] as number) * under + (lit.g[i] as number) * shown;
      image.b[i] = (image.b[i] as number) * under + (lit.b[i] as number) * shown;
      depth.data[i] = (depth.data[i] as number) * under + focus * shown;
    }
    if (front && over > 0) {
      image.r[i] = (image.r[i] as number) + (front.r[i] as number) * over;
      image.g[i] = (image.g[i] as number) + (front.g[i] as number) * over;
      image.b[i] = (image.b[i] as number) + (front.b[i] as number) * over;
    }
  }
});
