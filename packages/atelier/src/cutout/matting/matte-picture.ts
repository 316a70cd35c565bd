import type { Bands } from '../../raster/kernel.ts';
import { createFloats, createPlane, type Plane, type RasterA } from '../../raster/raster.ts';
import { resizePlane, resizeRaster } from '../../raster/resample.ts';
import type { MattingModel } from './matting-model.ts';
import { type LoadNetwork, loadWithPeer, type Network, type Tensor } from './runtime.ts';

/** The subject's coverage by a network, and how decided the network was (0..1). */
export interface Matte {
  readonly alpha: Plane;
  readonly confidence: number;
}

/** A network that finds the subject of a picture; loaded with the first picture. */
export interface Matting {
  matte(picture: RasterA, bands: Bands): Promise<Matte>;
}

/** The network of a described model. */
export function createMatting(model: MattingModel, load: LoadNetwork = loadWithPeer): Matting {
  let network: Promise<Network> | null = null;
  return {
    async matte(picture, bands) {
      network ??= load(model.file);
      const outputs = await (await network).run(model.input, toTensor(picture, model, bands));
      const map = mapOf(outputs, model);
      const { width, height } = picture;
      return { alpha: resizePlane(map, { width, height }, bands), confidence: decidedness(map) };
    },
  };
}

/** The picture at the network's size: three planes after one another, normalised. */
function toTensor(picture: RasterA, model: MattingModel, bands: Bands): Tensor {
  const { width, height, mean, std } = model;
  const small = resizeRaster(picture, { width, height }, bands);
  const data = new Float32Array(3 * width * height);
  for (const [channel, plane] of [small.r, small.g, small.b].entries()) {
    const [shift, scale] = [mean[channel] ?? 0, std[channel] ?? 1];
    const start = channel * width * height;
    for (let i = 0; i < plane.length; i++) data[start + i] = ((plane[i] as number) - shift) / scale;
  }
  return { data, dims: [1, 3, height, width] };
}

/** The first output that is a map, as coverage 0..1. */
function mapOf(outputs: readonly Tensor[], { file, activation }: MattingModel): Plane {
  const map = outputs.find(({ dims }) => (dims.at(-1) ?? 0) > 1 && (dims.at(-2) ?? 0) > 1);
  if (!map) throw new Error(`the matting model ${file} gives no map`);
  const [height, width] = [map.dims.at(-2) as number, map.dims.at(-1) as number];
  const plane = createPlane(width, height);
  const values = map.data.subarray(0, width * height);
  const outside = values.some((value) => value < -0.01 || value > 1.01);
  const logits = activation === 'sigmoid' || (activation === 'auto' && outside);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const cover = logits ? 1 / (1 + Math.exp(-value)) : value;
    plane.data[i] = Number.isFinite(cover) ? Math.min(1, Math.max(0, cover)) : 0;
  }
  return plane;
}

/** Mean distance from "half" over what may belong to the subject; 0 for an empty map. */
function decidedness(map: Plane): number {
  let sum = 0;
  let count = 0;
  for (const value of map.data) {
    if (value < 0.1) continue;
    sum += Math.abs(2 * value - 1);
    count++;
  }
  return count < map.data.length * 0.002 ? 0 : sum / count;
}

/** The matte without what lies well outside a box that somebody drew. */
export function withinBox(matte: Matte, box: readonly [number, number, number, number]): Matte {
  const { width, height } = matte.alpha;
  const [x, y, w, h] = box;
  const data = createFloats(width * height);
  for (let py = 0; py < height; py++) {
    const v = py / height;
    if (v < y - h * 0.1 || v > y + h * 1.1) continue;
    for (let px = 0; px < width; px++) {
      const u = px / width;
      if (u < x - w * 0.1 || u > x + w * 1.1) continue;
      data[py * width + px] = matte.alpha.data[py * width + px] as number;
    }
  }
  return { ...matte, alpha: { width, height, data } };
}
