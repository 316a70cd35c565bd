import { gaussianBlur } from '../blur.ts';
import { type Bands, defineKernel } from '../kernel.ts';
import { clamp01, smoothstep } from '../noise.ts';
import { createPlane, type Plane } from '../raster.ts';

/** Bends of the distance that are seen as no line, and those that are seen as a full one. */
const FAINT = 0.006;
const FULL = 0.03;

/**
 * Lines where one thing stands before another, 1 on them and 0 elsewhere, about `width` pixels
 * wide: scenes that are all one tone still show what is in them (Saito, Takahashi 1990,
 * "Comprehensible Rendering of 3-D Shapes").
 */
export function depthLines(depth: Plane, width: number, bands: Bands): Plane {
  const out = createPlane(depth.width, depth.height);
  const step = Math.max(1, Math.round(width));
  bands.run(depthLineKernel, { depth, out: out.data, step }, depth.height);
  // Grass and gravel are no forms: where lines crowd, they are left out.
  const crowd = gaussianBlur(out, 8 * step, bands);
  bands.run(thinKernel, { out: out.data, crowd: crowd.data, width: out.width }, out.height);
  return out;
}

interface ThinArgs {
  readonly out: Float32Array;
  readonly crowd: Float32Array;
  readonly width: number;
}

const thinKernel = defineKernel<ThinArgs>('filter/thin-lines', ({ out, crowd, width }, y0, y1) => {
  for (let i = y0 * width; i < y1 * width; i++) {
    out[i] = (out[i] as number) * (1 - smoothstep(0.22, 0.42, crowd[i] as number));
  }
});

interface DepthLineArgs {
  readonly depth: Plane;
  readonly out: Float32Array;
  readonly step: number;
}

const depthLineKernel = defineKernel<DepthLineArgs>('filter/depth-lines', (args, y0, y1) => {
  const { depth, out, step } = args;
  const { width, height, data } = depth;
  for (let y = y0; y < y1; y++) {
    const up = Math.max(0, y - step) * width;
    const down = Math.min(height - 1, y + step) * width;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const twice = 2 * (data[i] as number);
      const left = data[y * width + Math.max(0, x - step)] as number;
      const right = data[y * width + Math.min(width - 1, x + step)] as number;
      const across = Math.abs(left + right - twice);
      const along = Math.abs((data[up + x] as number) + (data[down + x] as number) - twice);
      out[i] = clamp01(smoothstep(FAINT, FULL, Math.max(across, along)));
    }
  }
});
