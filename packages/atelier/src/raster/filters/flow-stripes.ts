import { type Bands, defineKernel } from '../kernel.ts';
import { createPlane, type Plane } from '../raster.ts';
import { smearAlong } from './flow-lines.ts';
import { whiteNoise } from './relief.ts';
import type { Flow } from './structure-tensor.ts';

/** Stripes along a flow. */
export interface StripeSpec {
  readonly flow: Flow;
  /** Pixels between two stripes outside the character. */
  readonly spacing: number;
  /** Share of `spacing` inside the character. */
  readonly inside: number;
  readonly character: Plane;
  readonly seed: number;
}

/**
 * Even stripes that follow a flow, 0 in the middle of the ink .. 1 in the middle of the gap: noise
 * is smeared along the flow and band-passed across it, twice, until it has one wavelength (Kass,
 * Witkin 1987, "Analyzing Oriented Patterns"; Cabral, Leedom 1993). Threshold it by tone to cut
 * lines of varying width.
 */
export function flowStripes(image: Plane, spec: StripeSpec, bands: Bands): Plane {
  const { flow, spacing, character, inside } = spec;
  const { width, height } = image;
  const grain = Math.max(1, spacing * 0.3);
  const noise = whiteNoise(image, { size: grain, seed: spec.seed }, bands);
  const out = createPlane(width, height);
  for (const last of [false, true]) {
    const smear = { flow, reach: spacing * 4.2, step: Math.max(1, spacing * 0.28) };
    const long = smearAlong(noise, smear, bands);
    bands.run(
      crossKernel,
      {
        from: long.data,
        to: last ? out.data : noise.data,
        tx: flow.tx,
        ty: flow.ty,
        mask: character.data,
        width,
        height,
        quarter: spacing / 8,
        inside,
        gain: last ? 13 : 5,
      },
      height,
    );
  }
  return out;
}

interface CrossArgs {
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly tx: Float32Array;
  readonly ty: Float32Array;
  readonly mask: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly quarter: number;
  readonly inside: number;
  readonly gain: number;
}

// A wave of one period across the flow: the middle counts for, half a period away against.
const WEIGHTS: readonly number[] = [0.5, 0.39, 0, -0.32, -0.45, -0.28, 0, 0.12];
const MEAN = WEIGHTS.reduce((total, weight) => total + weight, 0);

const crossKernel = defineKernel<CrossArgs>('filter/stripes', (args, y0, y1) => {
  const { from, to, tx, ty, width, height } = args;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const step = args.quarter * (1 + (args.inside - 1) * (args.mask[i] as number));
      const nx = -(ty[i] as number) * step;
      const ny = (tx[i] as number) * step;
      let sum = (from[i] as number) * 2 * (WEIGHTS[0] as number);
      for (let k = 1; k < WEIGHTS.length; k++) {
        const weight = WEIGHTS[k] as number;
        if (weight === 0) continue;
        const ax = Math.min(width - 1, Math.max(0, Math.round(x + nx * k)));
        const ay = Math.min(height - 1, Math.max(0, Math.round(y + ny * k)));
        const bx = Math.min(width - 1, Math.max(0, Math.round(x - nx * k)));
        const by = Math.min(height - 1, Math.max(0, Math.round(y - ny * k)));
        sum += weight * ((from[ay * width + ax] as number) + (from[by * width + bx] as number));
      }
      // The mean level cancels; a logistic spreads the wave evenly over 0..1.
      to[i] = 1 / (1 + Math.exp(-args.gain * (sum - MEAN)));
    }
  }
});
