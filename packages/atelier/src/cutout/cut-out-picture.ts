import { decodeImage } from '../codec/decode-image.ts';
import { encodeImage } from '../codec/encode-image.ts';
import type { CutOutRequest, CutOutResult } from '../engine/atelier.ts';
import type { Bands } from '../raster/kernel.ts';
import type { RasterA } from '../raster/raster.ts';
import { type CutOutOptions, findCharacter, needsPixels } from './find-character.ts';
import type { Matting } from './matting/matte-picture.ts';

/** Longest side a reference is read at: no character is shown larger. */
export const REFERENCE_SIDE = 1280;

/** What a picture's character is looked for with. */
export interface CutOutContext {
  readonly bands: Bands;
  /** A network to look with; absent = none was configured. */
  readonly matting?: Matting | null;
  /** Throws when the caller has hung up. */
  readonly checkpoint: () => void;
}

type Given = Pick<CutOutRequest, 'mask' | 'box'> & { readonly picture: Uint8Array };

/** The given pictures as pixels, ready for `findCharacter`. */
export async function readGiven(
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

/** The character of a picture on nothing, as PNG. */
export async function cutOutPicture(
  request: CutOutRequest,
  context: CutOutContext,
): Promise<CutOutResult> {
  const { picture, options } = await readGiven(request, context);
  const { rgba, method, confidence, box } = findCharacter(picture, options);
  context.checkpoint();
  const bytes = await encodeImage(rgba, { format: 'png', quality: 100 });
  return { bytes, width: rgba.width, height: rgba.height, method, confidence, box };
}
