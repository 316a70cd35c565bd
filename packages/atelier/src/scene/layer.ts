import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { fromInterleaved } from '../codec/decode-image.ts';
import type { RasterA } from '../raster/raster.ts';
import type { Size } from '../raster/resample.ts';
import type { Rendered } from './shader.ts';

/** Draws vector shapes, in pixels, on a transparent ground. */
export type Paint = (ctx: SKRSContext2D) => void;

/** A transparent layer of the given size with vector shapes on it. */
export function paintLayer(width: number, height: number, paint: Paint): RasterA {
  return fromInterleaved(paintBytes({ width, height }, paint), { width, height, channels: 4 });
}

/** Draws vector shapes at one distance over a rendered view, in place; see `overlay`. */
export function paintOver(view: Rendered, depth: number, paint: Paint): void {
  const { r, g, b } = view.image;
  const far = view.depth.data;
  const bytes = paintBytes(view.image, paint);
  const pixels = new Uint32Array(bytes.buffer, bytes.byteOffset, far.length);
  for (let i = 0; i < far.length; i++) {
    if (pixels[i] === 0 || (far[i] as number) < depth - 0.004) continue;
    const at = i * 4;
    const alpha = (bytes[at + 3] as number) / 255;
    const share = alpha / 255;
    r[i] = (r[i] as number) * (1 - alpha) + (bytes[at] as number) * share;
    g[i] = (g[i] as number) * (1 - alpha) + (bytes[at + 1] as number) * share;
    b[i] = (b[i] as number) * (1 - alpha) + (bytes[at + 2] as number) * share;
    far[i] = (far[i] as number) * (1 - alpha) + depth * alpha;
  }
}

function paintBytes({ width, height }: Size, paint: Paint): Uint8Array {
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext('2d');
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  paint(ctx);
  const { data } = ctx.getImageData(0, 0, width, height);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/**
 * Lays a layer at one distance over a rendered view, in place; what is nearer than the layer stays
 * in front of it.
 */
export function overlay(view: Rendered, layer: RasterA, depth: number): void {
  const { r, g, b } = view.image;
  const far = view.depth.data;
  for (let i = 0; i < far.length; i++) {
    const alpha = layer.a[i] as number;
    if (alpha === 0 || (far[i] as number) < depth - 0.004) continue;
    r[i] = (r[i] as number) * (1 - alpha) + (layer.r[i] as number) * alpha;
    g[i] = (g[i] as number) * (1 - alpha) + (layer.g[i] as number) * alpha;
    b[i] = (b[i] as number) * (1 - alpha) + (layer.b[i] as number) * alpha;
    far[i] = (far[i] as number) * (1 - alpha) + depth * alpha;
  }
}
