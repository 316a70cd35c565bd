import { gaussianBlur } from '../blur.ts';
import { type Bands, defineKernel } from '../kernel.ts';
import { createPlane, type Plane } from '../raster.ts';

/**
 * A line around the character, 1 on its silhouette and 0 away from it, about `width` pixels wide;
 * it parts a pale character from pale ground where no luminance edge does.
 */
export function silhouette(character: Plane, width: number, bands: Bands): Plane {
  const soft = gaussianBlur(character, Math.max(0.6, width * 0.55), bands);
  const out = createPlane(character.width, character.height);
  bands.run(silhouetteKernel, { soft: soft.data, out: out.data, width: out.width }, out.height);
  return out;
}

interface SilhouetteArgs {
  readonly soft: Float32Array;
  readonly out: Float32Array;
  readonly width: number;
}

const silhouetteKernel = defineKernel<SilhouetteArgs>('filter/silhouette', (args, y0, y1) => {
  const { soft, out, width } = args;
  for (let i = y0 * width; i < y1 * width; i++) {
    const m = soft[i] as number;
    // m(1-m) peaks on the outline; squared to a firm but smooth line.
    const ridge = Math.min(1, 4.6 * m * (1 - m));
    out[i] = ridge * ridge;
  }
});
