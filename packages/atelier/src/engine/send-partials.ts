import { encodeImage } from '../codec/encode-image.ts';
import type { CutOut } from '../cutout/cut-out.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import type { RemixRequest } from './atelier.ts';

/** Takes a picture on its way; see `RemixHooks.onPartial`. */
export type OnPartial = (bytes: Uint8Array, index: number) => void;

/** Shade of the plain ground a cut-out is shown on. */
const GROUND = 0.93;

/** Sends the pictures in between, or does nothing when nobody waits for them. */
export function createPartials(request: RemixRequest, onPartial: OnPartial | undefined) {
  const { format, quality } = request.output;
  const send = async (image: Raster, index: number): Promise<void> => {
    if (onPartial) onPartial(await encodeImage(withoutAlpha(image), { format, quality }), index);
  };
  return {
    cutOut: async (cutOut: CutOut | null) => {
      if (onPartial && cutOut) await send(onPlainGround(cutOut), 0);
    },
    composed: (image: Raster) => send(image, 1),
    painted: (image: Raster) => send(image, 2),
  };
}

function withoutAlpha({ width, height, r, g, b }: Raster): Raster {
  return { width, height, r, g, b };
}

function onPlainGround({ rgba }: CutOut): Raster {
  const out = createRaster(rgba.width, rgba.height);
  for (let i = 0; i < rgba.a.length; i++) {
    const alpha = rgba.a[i] as number;
    for (const plane of ['r', 'g', 'b'] as const) {
      out[plane][i] = (rgba[plane][i] as number) * alpha + GROUND * (1 - alpha);
    }
  }
  return out;
}
