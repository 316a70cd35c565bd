import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { fromInterleaved } from '../codec/decode-image.ts';
import type { RasterA } from '../raster/raster.ts';
import type { Rendered } from './shader.ts';

/** Draws vector shapes, in pixels, on a transparent ground. */
export type Paint = (ctx: SKRSContext2D) => void;

/** A transparent layer of the given size with vector shapes on it. */
export function paintLayer(width: number, height: number, paint: Paint): RasterA {
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext('2d');
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  paint(ctx);
  const pixels = ctx.getImageData(0, 0, width, height).data;
  return fromInterleaved(new Uint8Array(pixels.buffer), { width, height, channels: 4 });
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
