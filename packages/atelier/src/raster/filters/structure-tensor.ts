import { gaussianBlur } from '../blur.ts';
import { type Bands, defineKernel } from '../kernel.ts';
import { gradientNoise } from '../noise.ts';
import { createFloats, createPlane, type Plane, type Raster } from '../raster.ts';
import { halveRaster } from './tone.ts';

/** Direction of the picture's edges at every pixel. */
export interface Flow {
  readonly width: number;
  readonly height: number;
  /** Unit tangent along the edge. */
  readonly tx: Float32Array;
  readonly ty: Float32Array;
  /** How directed the neighbourhood is: 0 = none .. 1 = a perfect edge. */
  readonly anisotropy: Float32Array;
}

/** How the edge directions are smoothed. */
export interface TensorOptions {
  /** Smoothing in pixels. */
  readonly sigma: number;
  /**
   * Direction given to ground without edges, so that a brush has a way to go in an empty sky: a
   * slowly turning field of this wavelength in pixels, from this seed. None by default.
   */
  readonly drift?: { readonly wavelength: number; readonly seed: number };
}

/**
 * Edge directions from the smoothed colour structure tensor (Brox, Boomgaard, Lauze et al. 2006;
 * as used by Kyprianidis and Döllner 2008). The tensor is built at half resolution: it is smoothed
 * anyway, and that is four times less work.
 */
export function structureTensor(image: Raster, options: TensorOptions, bands: Bands): Flow {
  const { sigma, drift } = options;
  const half = halveRaster(image, bands);
  const { width, height } = half;
  const e = createPlane(width, height);
  const f = createPlane(width, height);
  const g = createPlane(width, height);
  bands.run(gradientKernel, { image: half, e: e.data, f: f.data, g: g.data }, height);
  if (drift) bands.run(driftKernel, { e: e.data, f: f.data, g: g.data, width, ...drift }, height);
  const blurred = [e, f, g].map((plane) => gaussianBlur(plane, sigma / 2, bands)) as Tensor;
  const size = image.width * image.height;
  const flow: Flow = {
    width: image.width,
    height: image.height,
    tx: createFloats(size),
    ty: createFloats(size),
    anisotropy: createFloats(size),
  };
  const [e2, f2, g2] = blurred;
  bands.run(eigenKernel, { flow, e: e2.data, f: f2.data, g: g2.data, width, height }, image.height);
  return flow;
}

type Tensor = [Plane, Plane, Plane];

interface GradientArgs {
  readonly image: Raster;
  readonly e: Float32Array;
  readonly f: Float32Array;
  readonly g: Float32Array;
}

const gradientKernel = defineKernel<GradientArgs>('filter/tensor', (args, y0, y1) => {
  const { image, e, f, g } = args;
  const { width, height } = image;
  for (let y = y0; y < y1; y++) {
    const up = Math.max(0, y - 1) * width;
    const row = y * width;
    const down = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      const l = Math.max(0, x - 1);
      const r = Math.min(width - 1, x + 1);
      let ee = 0;
      let ff = 0;
      let gg = 0;
      for (let c = 0; c < 3; c++) {
        const p = c === 0 ? image.r : c === 1 ? image.g : image.b;
        const ul = p[up + l] as number;
        const ur = p[up + r] as number;
        const dl = p[down + l] as number;
        const dr = p[down + r] as number;
        const gx = ur + dr - ul - dl + 2 * ((p[row + r] as number) - (p[row + l] as number));
        const gy = dl + dr - ul - ur + 2 * ((p[down + x] as number) - (p[up + x] as number));
        ee += gx * gx;
        ff += gx * gy;
        gg += gy * gy;
      }
      e[row + x] = ee;
      f[row + x] = ff;
      g[row + x] = gg;
    }
  }
});

interface DriftArgs {
  readonly e: Float32Array;
  readonly f: Float32Array;
  readonly g: Float32Array;
  readonly width: number;
  readonly wavelength: number;
  readonly seed: number;
}

// About the energy of a step of 1/100: real edges outweigh it, flat ground follows it.
const DRIFT = 1.2e-3;

const driftKernel = defineKernel<DriftArgs>('filter/drift', (args, y0, y1) => {
  const { e, f, g, width, seed } = args;
  const scale = 2 / args.wavelength;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const angle = 1.9 * gradientNoise(x * scale, y * scale, seed) + Math.PI / 2 + 0.35;
      const gx = Math.cos(angle);
      const gy = Math.sin(angle);
      e[i] = (e[i] as number) + DRIFT * gx * gx;
      f[i] = (f[i] as number) + DRIFT * gx * gy;
      g[i] = (g[i] as number) + DRIFT * gy * gy;
    }
  }
});

interface EigenArgs {
  readonly flow: Flow;
  readonly e: Float32Array;
  readonly f: Float32Array;
  readonly g: Float32Array;
  readonly width: number;
  readonly height: number;
}

const eigenKernel = defineKernel<EigenArgs>('filter/eigen', (args, y0, y1) => {
  const { flow, width, height } = args;
  for (let y = y0; y < y1; y++) {
    const v = Math.max(0, (y + 0.5) / 2 - 0.5);
    const top = Math.min(v | 0, height - 1);
    const fy = v - top;
    const row0 = top * width;
    const row1 = Math.min(top + 1, height - 1) * width;
    for (let x = 0; x < flow.width; x++) {
      const u = Math.max(0, (x + 0.5) / 2 - 0.5);
      const left = Math.min(u | 0, width - 1);
      const right = Math.min(left + 1, width - 1);
      const fx = u - left;
      const a = (1 - fx) * (1 - fy);
      const b = fx * (1 - fy);
      const c = (1 - fx) * fy;
      const d = fx * fy;
      const i0 = row0 + left;
      const i1 = row0 + right;
      const i2 = row1 + left;
      const i3 = row1 + right;
      const e =
        a * (args.e[i0] as number) +
        b * (args.e[i1] as number) +
        c * (args.e[i2] as number) +
        d * (args.e[i3] as number);
      const f =
        a * (args.f[i0] as number) +
        b * (args.f[i1] as number) +
        c * (args.f[i2] as number) +
        d * (args.f[i3] as number);
      const g =
        a * (args.g[i0] as number) +
        b * (args.g[i1] as number) +
        c * (args.g[i2] as number) +
        d * (args.g[i3] as number);
      writeEigen(flow, y * flow.width + x, { e, f, g });
    }
  }
});

// In flat ground the direction is noise: the small constant lets the anisotropy die out there.
const FLAT = 2e-4;

function writeEigen(flow: Flow, i: number, tensor: { e: number; f: number; g: number }): void {
  const { e, f, g } = tensor;
  const root = Math.sqrt((e - g) * (e - g) + 4 * f * f);
  const major = (e + g + root) / 2;
  let tx = major - e;
  let ty = -f;
  if (tx * tx + ty * ty < 1e-16) {
    tx = f === 0 && e > g ? 0 : 1;
    ty = f === 0 && e > g ? 1 : 0;
  }
  const length = Math.sqrt(tx * tx + ty * ty);
  flow.tx[i] = tx / length;
  flow.ty[i] = ty / length;
  flow.anisotropy[i] = root / (e + g + FLAT);
}

/** A flow of one direction everywhere (radians from the x axis): the way a hand shades. */
export function constantFlow(size: { width: number; height: number }, angle: number): Flow {
  const count = size.width * size.height;
  const tx = createFloats(count).fill(Math.cos(angle));
  const ty = createFloats(count).fill(Math.sin(angle));
  return {
    width: size.width,
    height: size.height,
    tx,
    ty,
    anisotropy: createFloats(count).fill(1),
  };
}
