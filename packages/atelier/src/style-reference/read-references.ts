import { decodeImage } from '../codec/decode-image.ts';
import type { Bands } from '../raster/kernel.ts';
import { blendLooks, type Look, readLook } from './look.ts';

/** Longest side a style reference is read at: the size its texture is measured for. */
const REFERENCE_SIDE = 1024;

/**
 * The look of the given pictures, one after the other; null when there are none. Rejects with
 * `AtelierError('invalid_image')` when one of them cannot be read.
 */
export async function readReferences(
  pictures: readonly Uint8Array[] | undefined,
  { bands, checkpoint }: { bands: Bands; checkpoint: () => void },
): Promise<Look | null> {
  const looks: Look[] = [];
  for (const [at, bytes] of (pictures ?? []).entries()) {
    const name = `style reference ${at + 1}`;
    const picture = await decodeImage(bytes, { name, maxSide: REFERENCE_SIDE });
    looks.push(readLook(picture, bands));
    checkpoint();
  }
  const [first, ...more] = looks;
  return first ? blendLooks([first, ...more]) : null;
}
