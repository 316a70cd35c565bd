import { decodeImage } from '../codec/decode-image.ts';
import { encodeImage } from '../codec/encode-image.ts';
import type { CutOutRequest, CutOutResult } from '../engine/atelier.ts';
import type { Memory } from '../engine/remember.ts';
import type { Bands } from '../raster/kernel.ts';
import type { RasterA } from '../raster/raster.ts';
import type { CutOut } from './cut-out.ts';
import { type CutOutOptions, findCharacter, needsPixels } from './find-character.ts';
import type { Matting } from './matting/matte-picture.ts';

/** Longest side a reference is read at: no character is shown larger. */
export const REFERENCE_SIDE = 1280;

/** What a picture's character is looked for with. */
export interface CutOutContext {
  readonly bands: Bands;
  /** A network to look with; absent = none was configured. */
  readonly matting?: Matting | null;
  /** Steps of earlier pictures; absent = nothing is remembered. */
  readonly memory?: Memory;
  /** Throws when the caller has hung up. */
  readonly checkpoint: () => void;
}

type Given = Pick<CutOutRequest, 'mask' | 'box'> & { readonly picture: Uint8Array };

/** The given pictures as pixels, ready for `findCharacter`. */
async function readGiven(
  { picture: bytes, mask: maskBytes, box }: Given,
  { bands, matting, checkpoint }: CutOutContext,
): Promise<{ picture: RasterA; options: CutOutOptions }> {
  const maxSide = REFERENCE_SIDE;
  const picture = await decodeImage(bytes, { name: 'image', maxSide });
  const mask = maskBytes ? await decodeImage(maskBytes, { name: 'mask', maxSide }) : null;
  checkpoint();
  const matte = matting && needsPixels(picture, mask) ? await matting.matte(picture, bands) : null;
  checkpoint();
  return { picture, options: { mask, box: box ?? null, matte, bands, checkpoint } };
}

/** The character of a picture, looked for unless it is remembered. */
export async function cutOutOnce(request: CutOutRequest, context: CutOutContext): Promise<CutOut> {
  const { memory } = context;
  if (memory?.cutOut) return memory.cutOut;
  const { picture, options } = await readGiven(request, context);
  const found = findCharacter(picture, options);
  memory?.keep('cut-out', found);
  return found;
}

/** The character of a picture on nothing, as PNG. */
export async function cutOutPicture(
  request: CutOutRequest,
  context: CutOutContext,
): Promise<CutOutResult> {
  const { rgba, method, confidence, box } = await cutOutOnce(request, context);
  context.checkpoint();
  const bytes = await encodeImage(rgba, { format: 'png', quality: 100 });
  return { bytes, width: rgba.width, height: rgba.height, method, confidence, box };
}
