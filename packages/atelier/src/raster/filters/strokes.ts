import { gaussianBlur } from '../blur.ts';
import { type Bands, defineKernel } from '../kernel.ts';
import type { Random } from '../random.ts';
import {
  createFloats,
  createPlane,
  type Plane,
  type Raster,
  releaseFloats,
  releaseRaster,
} from '../raster.ts';
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
  const busy = gaussianBlur(away, sigma, bands);
  releaseFloats(luma.data, mean.data, away.data);
  return busy;
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
  const room = layers.reduce((sum, layer) => sum + roomFor(layer, scene.image), 0);
  const pile: Pile = { data: createFloats(room * STRIDE), count: 0 };
  for (const layer of layers) {
    const source = layer.radius > 7 ? quarter : layer.radius > 2.6 ? half : scene.image;
    const first = pile.count;
    layerStrokes(scene, layer, { source, pile });
    shuffle(pile, first, scene.random);
  }
  releaseRaster(half);
  releaseRaster(quarter);
  return pile;
}

/** Strokes that a layer is likely to have: all places, or half of them where it asks for detail. */
function roomFor(layer: StrokeLayer, { width, height }: Raster): number {
  const step = stepOf(layer);
  const places = Math.ceil(width / step + 1) * Math.ceil(height / step + 1);
  return layer.detail > 0 ? Math.ceil(places / 2) : places;
}

function stepOf({ radius, spacing }: StrokeLayer): number {
  return Math.max(1, radius * spacing);
}

/** A plan that grows: a table from the start, for as objects its strokes would fill the heap. */
type Pile = { -readonly [Key in keyof StrokePlan]: StrokePlan[Key] };

function layerStrokes(
  scene: StrokeScene,
  layer: StrokeLayer,
  { source, pile }: Pick<StrokeStart, 'source' | 'pile'>,
): void {
  const { image, busy, character, random } = scene;
  const step = stepOf(layer);
  for (let gy = step / 2; gy < image.height + step / 2; gy += step) {
    for (let gx = step / 2; gx < image.width + step / 2; gx += step) {
      const x = Math.min(image.width - 1, Math.max(0, gx + random.between(-0.6, 0.6) * step));
      const y = Math.min(image.height - 1, Math.max(0, gy + random.between(-0.6, 0.6) * step));
      const at = Math.floor(y) * image.width + Math.floor(x);
      const inside = character.data[at] as number;
      const wanted = (busy.data[at] as number) + inside * layer.insideBonus;
      const draw = random.next();
      if (wanted < layer.detail * (0.8 + 0.4 * draw)) continue;
      traceStroke(scene, layer, { image, source, x, y, inside, pile });
    }
  }
}

interface StrokeStart {
  readonly image: Raster;
  /** The picture, or a smaller copy of it: what colours are taken from. */
  readonly source: Raster;
  readonly x: number;
  readonly y: number;
  readonly inside: number;
  readonly pile: Pile;
}

/** Room for one more stroke at the end of the pile; gives its place in the table. */
function nextPlace(pile: Pile): number {
  const at = pile.count * STRIDE;
  if (at === pile.data.length) {
    const larger = createFloats(Math.ceil(pile.count * 1.5 + 1) * STRIDE);
    larger.set(pile.data);
    pile.data = larger;
  }
  pile.count += 1;
  return at;
}

const colour = new Float64Array(3);

function traceStroke(scene: StrokeScene, layer: StrokeLayer, start: StrokeStart): void {
  const { random } = scene;
  const at = nextPlace(start.pile);
  const { data } = start.pile;
  pickInto(colour, start, start);
  const points = tracePath(scene, layer, start);
  const value = 1 + layer.jitter * (1 - 0.6 * start.inside) * (random.next() - 0.5) * 2;
  const tint = layer.jitter * 0.35 * (1 - 0.7 * start.inside);
  let yMin = start.y;
  let yMax = start.y;
  for (let k = 0; k < points; k++) {
    data[at + 2 * k] = path[2 * k] as number;
    data[at + 2 * k + 1] = path[2 * k + 1] as number;
    yMin = Math.min(yMin, path[2 * k + 1] as number);
    yMax = Math.max(yMax, path[2 * k + 1] as number);
  }
  const tail = at + POINTS * 2;
  data[tail] = points;
  data[tail + 1] = layer.radius * random.between(0.8, 1.15);
  for (let c = 0; c < 3; c++) {
    const shift = tint * (random.next() - 0.5);
    data[tail + 2 + c] = Math.min(1, Math.max(0, (colour[c] as number) * value + shift));
  }
  data[tail + 5] = Math.floor(random.next() * 1024);
  data[tail + 6] = yMin - layer.radius * 1.3 - 1;
  data[tail + 7] = yMax + layer.radius * 1.3 + 1;
  data[tail + 8] = start.inside;
}

// A stroke ends where the picture's colour leaves the stroke's colour.
const STRAY = 0.2;

const path = new Float64Array(POINTS * 2);
const here = new Float64Array(3);

/** Writes the points of the stroke that starts here to `path`; gives how many there are. */
function tracePath(scene: StrokeScene, layer: StrokeLayer, start: StrokeStart): number {
  const { image, flow, random } = scene;
  path[0] = start.x;
  path[1] = start.y;
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
    if (x < 0 || y < 0 || x > image.width - 1 || y > image.height - 1) return k;
    pickInto(here, start, { x, y });
    const stray =
      Math.abs((here[0] as number) - (colour[0] as number)) +
      Math.abs((here[1] as number) - (colour[1] as number)) +
      Math.abs((here[2] as number) - (colour[2] as number));
    if (stray > STRAY * (1 - 0.4 * start.inside) && k > 1) return k;
    path[2 * k] = x;
    path[2 * k + 1] = y;
    if (stray > STRAY) return k + 1;
    dx = tx;
    dy = ty;
  }
  return POINTS;
}

function pickInto(
  out: Float64Array,
  { image, source }: Pick<StrokeStart, 'image' | 'source'>,
  at: { readonly x: number; readonly y: number },
): void {
  const u = Math.min(source.width - 1, Math.floor((at.x * source.width) / image.width));
  const v = Math.min(source.height - 1, Math.floor((at.y * source.height) / image.height));
  const i = v * source.width + u;
  out[0] = source.r[i] as number;
  out[1] = source.g[i] as number;
  out[2] = source.b[i] as number;
}

/** Puts the strokes from `first` on in a random order. */
function shuffle({ data, count }: Pile, first: number, random: Random): void {
  for (let i = count - 1; i > first; i--) {
    const j = first + Math.floor(random.next() * (i - first + 1));
    swap(data, i * STRIDE, j * STRIDE);
  }
}

function swap(data: Float32Array, one: number, two: number): void {
  for (let k = 0; k < STRIDE; k++) {
    const kept = data[one + k] as number;
    data[one + k] = data[two + k] as number;
    data[two + k] = kept;
  }
}
