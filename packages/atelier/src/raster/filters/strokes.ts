import { gaussianBlur } from '../blur.ts';
import { type Bands, defineKernel } from '../kernel.ts';
import type { Random } from '../random.ts';
import { createFloats, createPlane, type Plane, type Raster } from '../raster.ts';
import type { Flow } from './structure-tensor.ts';
import { halveRaster, lumaPlane } from './tone.ts';

/** One size of brush: every length in pixels. */
export interface StrokeLayer {
  readonly radius: number;
  /** Distance between strokes, in radii. */
  readonly spacing: number;
  /** Longest stroke, in radii. */
  readonly length: number;
  /** Strokes are only laid where the picture is at least this busy (0 = everywhere). */
  readonly detail: number;
  /** Added to the busyness inside the character, so that fine brushes go there. */
  readonly insideBonus: number;
  /** Uneven mixing of the paint: share of value, less of hue. */
  readonly jitter: number;
  /** Direction of every stroke in radians instead of the flow, or null to follow the flow. */
  readonly angle: number | null;
}

/** Strokes as one flat table on shared memory, in painting order. */
export interface StrokePlan {
  readonly data: Float32Array;
  readonly count: number;
}

/** Points a stroke may have. */
export const POINTS = 6;
/** Numbers of a stroke: points, then count, radius, r, g, b, seed, yMin, yMax, inside. */
export const STRIDE = POINTS * 2 + 9;

/** What strokes are planned from. */
export interface StrokeScene {
  readonly image: Raster;
  readonly flow: Flow;
  readonly character: Plane;
  /** Local contrast, see `busyPlane`. */
  readonly busy: Plane;
  readonly random: Random;
}

/** Local contrast: how far luminance strays from its neighbourhood of `sigma` pixels. */
export function busyPlane(image: Raster, sigma: number, bands: Bands): Plane {
  const luma = lumaPlane(image, bands);
  const mean = gaussianBlur(luma, sigma, bands);
  const away = createPlane(image.width, image.height);
  const args = { luma: luma.data, mean: mean.data, out: away.data, width: image.width };
  bands.run(awayKernel, args, image.height);
  return gaussianBlur(away, sigma, bands);
}

interface AwayArgs {
  readonly luma: Float32Array;
  readonly mean: Float32Array;
  readonly out: Float32Array;
  readonly width: number;
}

const awayKernel = defineKernel<AwayArgs>('filter/away', ({ luma, mean, out, width }, y0, y1) => {
  for (let i = y0 * width; i < y1 * width; i++) {
    out[i] = Math.abs((luma[i] as number) - (mean[i] as number));
  }
});

/**
 * Curved brush strokes in layers from coarse to fine (Hertzmann 1998, "Painterly Rendering with
 * Curved Brush Strokes of Multiple Sizes"). Where Hertzmann compares with the canvas painted so
 * far, a layer here asks only how busy the picture is, so that planning needs no painting.
 */
export function planStrokes(
  scene: StrokeScene,
  layers: readonly StrokeLayer[],
  bands: Bands,
): StrokePlan {
  const half = halveRaster(scene.image, bands);
  const quarter = halveRaster(half, bands);
  const found: number[][] = [];
  for (const layer of layers) {
    const source = layer.radius > 7 ? quarter : layer.radius > 2.6 ? half : scene.image;
    const strokes = layerStrokes(scene, layer, source);
    shuffle(strokes, scene.random);
    for (const stroke of strokes) found.push(stroke);
  }
  const data = createFloats(found.length * STRIDE);
  found.forEach((stroke, k) => {
    data.set(stroke, k * STRIDE);
  });
  return { data, count: found.length };
}

function layerStrokes(scene: StrokeScene, layer: StrokeLayer, source: Raster): number[][] {
  const { image, busy, character, random } = scene;
  const step = Math.max(1, layer.radius * layer.spacing);
  const strokes: number[][] = [];
  for (let gy = step / 2; gy < image.height + step / 2; gy += step) {
    for (let gx = step / 2; gx < image.width + step / 2; gx += step) {
      const x = Math.min(image.width - 1, Math.max(0, gx + random.between(-0.6, 0.6) * step));
      const y = Math.min(image.height - 1, Math.max(0, gy + random.between(-0.6, 0.6) * step));
      const at = Math.floor(y) * image.width + Math.floor(x);
      const inside = character.data[at] as number;
      const wanted = (busy.data[at] as number) + inside * layer.insideBonus;
      const draw = random.next();
      if (wanted < layer.detail * (0.8 + 0.4 * draw)) continue;
      strokes.push(traceStroke(scene, layer, { source, x, y, inside }));
    }
  }
  return strokes;
}

interface StrokeStart {
  readonly source: Raster;
  readonly x: number;
  readonly y: number;
  readonly inside: number;
}

function traceStroke(scene: StrokeScene, layer: StrokeLayer, start: StrokeStart): number[] {
  const { random } = scene;
  const { source } = start;
  const colour = pick(scene, source, start);
  const path = tracePath(scene, layer, { ...start, colour });
  const value = 1 + layer.jitter * (1 - 0.6 * start.inside) * (random.next() - 0.5) * 2;
  const tint = layer.jitter * 0.35 * (1 - 0.7 * start.inside);
  const stroke = new Array<number>(STRIDE).fill(0);
  let yMin = start.y;
  let yMax = start.y;
  path.forEach((value2, k) => {
    stroke[k] = value2;
    if (k % 2 === 1) {
      yMin = Math.min(yMin, value2);
      yMax = Math.max(yMax, value2);
    }
  });
  const at = POINTS * 2;
  stroke[at] = path.length / 2;
  stroke[at + 1] = layer.radius * random.between(0.8, 1.15);
  for (let c = 0; c < 3; c++) {
    const shift = tint * (random.next() - 0.5);
    stroke[at + 2 + c] = Math.min(1, Math.max(0, (colour[c] ?? 0) * value + shift));
  }
  stroke[at + 5] = Math.floor(random.next() * 1024);
  stroke[at + 6] = yMin - layer.radius * 1.3 - 1;
  stroke[at + 7] = yMax + layer.radius * 1.3 + 1;
  stroke[at + 8] = start.inside;
  return stroke;
}

type Rgb = readonly [number, number, number];

// A stroke ends where the picture's colour leaves the stroke's colour.
const STRAY = 0.2;

function tracePath(
  scene: StrokeScene,
  layer: StrokeLayer,
  start: StrokeStart & { readonly colour: Rgb },
): number[] {
  const { image, flow, random } = scene;
  const path = [start.x, start.y];
  const step = (layer.radius * layer.length) / (POINTS - 1);
  const way = random.next() < 0.5 ? -1 : 1;
  const wander = layer.angle === null ? 0 : layer.angle + random.between(-0.14, 0.14);
  let { x, y } = start;
  let dx = 0;
  let dy = 0;
  for (let k = 1; k < POINTS; k++) {
    const at = Math.floor(y) * image.width + Math.floor(x);
    let tx = layer.angle === null ? (flow.tx[at] as number) : Math.cos(wander);
    let ty = layer.angle === null ? (flow.ty[at] as number) : Math.sin(wander);
    const turn = k === 1 ? way : tx * dx + ty * dy < 0 ? -1 : 1;
    tx *= turn;
    ty *= turn;
    x += tx * step;
    y += ty * step;
    if (x < 0 || y < 0 || x > image.width - 1 || y > image.height - 1) break;
    const here = pick(scene, start.source, { x, y });
    const stray =
      Math.abs(here[0] - start.colour[0]) +
      Math.abs(here[1] - start.colour[1]) +
      Math.abs(here[2] - start.colour[2]);
    if (stray > STRAY * (1 - 0.4 * start.inside) && k > 1) break;
    path.push(x, y);
    if (stray > STRAY) break;
    dx = tx;
    dy = ty;
  }
  return path;
}

function pick(scene: StrokeScene, source: Raster, at: { x: number; y: number }): Rgb {
  const u = Math.min(source.width - 1, Math.floor((at.x * source.width) / scene.image.width));
  const v = Math.min(source.height - 1, Math.floor((at.y * source.height) / scene.image.height));
  const i = v * source.width + u;
  return [source.r[i] as number, source.g[i] as number, source.b[i] as number];
}

function shuffle(list: number[][], random: Random): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    const a = list[i];
    const b = list[j];
    if (a && b) {
      list[i] = b;
      list[j] = a;
    }
  }
}
