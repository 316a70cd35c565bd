import { type Bands, defineKernel } from '../kernel.ts';
import { createFloats, createPlane, type Plane } from '../raster.ts';
import { sampleBilinear } from '../resample.ts';
import type { Flow } from './structure-tensor.ts';

/** How lines are drawn from a luminance plane; lengths in pixels. */
export interface LineOptions {
  readonly flow: Flow;
  /** Half width of the lines. */
  readonly sigma: number;
  /** How strongly edges are exaggerated (`p`), 10..40. */
  readonly strength: number;
  /** Paper/ink level (`eps`), about .5 on locally normalised luminance. */
  readonly level: number;
  /** Softness of the step (`phi`): 2 = pencil .. 20 = ink. */
  readonly slope: number;
  /** Smoothing along the flow, in sigmas of the lines; 3 by default. */
  readonly along?: number;
}

/**
 * Flow-based extended difference of Gaussians: 1 = paper, 0 = ink (Kang, Lee, Chui 2007;
 * Winnemöller, Kyprianidis, Olsen 2012). Give it locally normalised luminance.
 */
export function flowLines(luma: Plane, options: LineOptions, bands: Bands): Plane {
  const { width, height } = luma;
  const across = createPlane(width, height);
  const out = createPlane(width, height);
  const { flow, sigma, strength, level, slope } = options;
  const tx = flow.tx;
  const ty = flow.ty;
  bands.run(acrossKernel, { luma, out: across.data, tx, ty, strength, ...profile(sigma) }, height);
  const reach = Math.max(2, Math.round(sigma * (options.along ?? 3)));
  bands.run(
    alongKernel,
    { from: across.data, out: out.data, tx, ty, width, height, reach, level, slope },
    height,
  );
  return out;
}

// Narrow and wide Gaussian side by side, the wide one 1.6 times as wide.
function profile(sigma: number): { narrow: Float32Array; wide: Float32Array } {
  const taps = Math.ceil(sigma * 1.6 * 2.2) + 1;
  const bell = (s: number) => {
    const values = createFloats(taps);
    let sum = 0;
    for (let i = 0; i < taps; i++) {
      values[i] = Math.exp((-i * i) / (2 * s * s));
      sum += (values[i] as number) * (i === 0 ? 1 : 2);
    }
    for (let i = 0; i < taps; i++) values[i] = (values[i] as number) / sum;
    return values;
  };
  return { narrow: bell(sigma), wide: bell(sigma * 1.6) };
}

interface AcrossArgs {
  readonly luma: Plane;
  readonly out: Float32Array;
  readonly tx: Float32Array;
  readonly ty: Float32Array;
  readonly strength: number;
  readonly narrow: Float32Array;
  readonly wide: Float32Array;
}

const acrossKernel = defineKernel<AcrossArgs>('filter/lines-across', (args, y0, y1) => {
  const { luma, out, tx, ty, strength, narrow, wide } = args;
  const { width } = luma;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const nx = -(ty[i] as number);
      const ny = tx[i] as number;
      const centre = luma.data[i] as number;
      let thin = centre * (narrow[0] as number);
      let thick = centre * (wide[0] as number);
      for (let k = 1; k < narrow.length; k++) {
        const pair =
          sampleBilinear(luma, x + nx * k, y + ny * k) +
          sampleBilinear(luma, x - nx * k, y - ny * k);
        thin += pair * (narrow[k] as number);
        thick += pair * (wide[k] as number);
      }
      out[i] = thin + strength * (thin - thick);
    }
  }
});

interface AlongArgs {
  readonly from: Float32Array;
  readonly out: Float32Array;
  readonly tx: Float32Array;
  readonly ty: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly reach: number;
  readonly level: number;
  readonly slope: number;
}

const alongKernel = defineKernel<AlongArgs>('filter/lines-along', (args, y0, y1) => {
  const { from, out, width, reach, level, slope } = args;
  const fall = 1 / (2 * (reach / 2) * (reach / 2));
  const bell = Array.from({ length: reach + 1 }, (_, k) => Math.exp(-k * k * fall));
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const start = from[i] as number;
      let total = start;
      let weight = 1;
      for (let side = -1; side <= 1; side += 2) {
        let px = x;
        let py = y;
        let at = i;
        let dx = (args.tx[i] as number) * side;
        let dy = (args.ty[i] as number) * side;
        for (let k = 1; k <= reach; k++) {
          px += dx;
          py += dy;
          if (px < 0 || py < 0 || px > width - 1 || py > args.height - 1) break;
          at = ((py + 0.5) | 0) * width + ((px + 0.5) | 0);
          const w = bell[k] as number;
          total += w * (from[at] as number);
          weight += w;
          const tx = args.tx[at] as number;
          const ty = args.ty[at] as number;
          const turn = tx * dx + ty * dy < 0 ? -1 : 1;
          dx = tx * turn;
          dy = ty * turn;
        }
      }
      const d = total / weight;
      out[i] = d >= level ? 1 : 1 + Math.tanh(slope * (d - level));
    }
  }
});

/**
 * Line integral convolution (Cabral, Leedom 1993): `from` smeared along the flow over `reach`
 * pixels each way, which turns noise into brush hair or pencil grain.
 */
export function smearAlong(from: Plane, spec: SmearSpec, bands: Bands): Plane {
  const { width, height } = from;
  const out = createPlane(width, height);
  const { flow } = spec;
  const step = spec.step ?? 1;
  const reach = Math.max(1, Math.round(spec.reach / step));
  bands.run(
    smearKernel,
    { from: from.data, out: out.data, tx: flow.tx, ty: flow.ty, width, height, reach, step },
    height,
  );
  return out;
}

/** Along what and how far `smearAlong` smears. */
export interface SmearSpec {
  readonly flow: Flow;
  /** Pixels each way. */
  readonly reach: number;
  /** Pixels between two samples: the width of the noise's grains is fine enough; 1 by default. */
  readonly step?: number;
}

type SmearArgs = Omit<AlongArgs, 'level' | 'slope'> & { readonly step: number };

const smearKernel = defineKernel<SmearArgs>('filter/smear', (args, y0, y1) => {
  const { from, out, width, reach, step } = args;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      let total = from[i] as number;
      let count = 1;
      for (let side = -1; side <= 1; side += 2) {
        let px = x;
        let py = y;
        let dx = (args.tx[i] as number) * side * step;
        let dy = (args.ty[i] as number) * side * step;
        for (let k = 1; k <= reach; k++) {
          px += dx;
          py += dy;
          if (px < 0 || py < 0 || px > width - 1 || py > args.height - 1) break;
          const at = ((py + 0.5) | 0) * width + ((px + 0.5) | 0);
          total += from[at] as number;
          count++;
          const tx = args.tx[at] as number;
          const ty = args.ty[at] as number;
          const turn = tx * dx + ty * dy < 0 ? -step : step;
          dx = tx * turn;
          dy = ty * turn;
        }
      }
      out[i] = total / count;
    }
  }
});
