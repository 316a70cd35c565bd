import { ApiError, MAX_IMAGE_PIXELS } from '@aigateway/contract';
import sharp from 'sharp';
import { type ImageFacts, inspectImage } from './inspect-image.ts';
import { stripMetadata } from './strip-metadata.ts';
import { verifyImage } from './verify-image.ts';

/** Of a picture that has to be turned: near enough to the original to be painted from. */
const JPEG_QUALITY = 95;

/** A picture fit to be kept, and what it is. */
export interface CleanPicture extends ImageFacts {
  readonly bytes: Uint8Array;
}

/**
 * An uploaded picture as it may be kept: whole, upright, without a word of what a camera noted.
 * A picture that EXIF says is turned is turned, because the note that said so goes.
 * Throws 415 `unsupported_image_format`, 413 `image_too_large`, 400 `invalid_image`.
 */
export async function cleanUpload(bytes: Uint8Array, param: string): Promise<CleanPicture> {
  const facts = inspectImage(bytes);
  if (facts === null) {
    throw new ApiError('unsupported_image_format', `${param} is not a PNG, JPEG or WebP.`, {
      param,
    });
  }
  if (facts.width * facts.height > MAX_IMAGE_PIXELS) {
    throw new ApiError(
      'image_too_large',
      `${param} is over ${MAX_IMAGE_PIXELS / 1e6} megapixels.`,
      {
        param,
      },
    );
  }
  const upright = (await isTurned(bytes)) ? await turn(bytes, facts.format) : bytes;
  const clean = upright && stripMetadata(upright, facts.format);
  const kept = clean && verifyImage(clean);
  if (!kept) throw new ApiError('invalid_image', `${param} is damaged or cut.`, { param });
  return { ...kept, bytes: clean };
}

async function isTurned(bytes: Uint8Array): Promise<boolean> {
  try {
    const { orientation = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return orientation > 1;
  } catch {
    // What cannot be read at all is refused by its structure.
    return false;
  }
}

async function turn(bytes: Uint8Array, format: ImageFacts['format']): Promise<Uint8Array | null> {
  try {
    const upright = sharp(bytes, { limitInputPixels: MAX_IMAGE_PIXELS }).autoOrient();
    const options = format === 'png' ? {} : { quality: JPEG_QUALITY };
    return await upright.keepIccProfile().toFormat(format, options).toBuffer();
  } catch {
    return null;
  }
}
