import { encodeImage } from '../codec/encode-image.ts';
import type { CutOut } from '../cutout/cut-out.ts';
import { createRaster, type Raster } from '../raster/raster.ts';
import type { PartialStage, RemixRequest } from './atelier.ts';

/** Who waits for pictures on their way; see `RemixHooks.onPartial`. */
export interface PartialListener {
  readonly stages: readonly PartialStage[];
  readonly send: (bytes: Uint8Array, stage: PartialStage) => void;
}

/** Shade of the plain ground a cut-out is shown on. */
const GROUND = 0.93;

/** Sends the pictures in between, or does nothing when nobody waits for them. */
export function createPartials(request: RemixRequest, listener?: PartialListener) {
  const { format, quality } = request.output;
  const send = async (stage: PartialStage, draw: () => Raster): Promise<void> => {
    if (!listener?.stages.includes(stage)) return;
    listener.send(await encodeImage(withoutAlpha(draw()), { format, quality }), stage);
  };
  return {
    cutOut: async (cutOut: CutOut | null) => {
      if (cutOut) await send('cut-out', () => onPlainGround(cutOut));
    },
    composed: (image: Raster) => send('composed', () => image),
    painted: (image: Raster) => send('painted', () => image),
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
