import { ApiError, MAX_IMAGE_PIXELS } from '@aigateway/contract';
import type { Picture } from '@aigateway/providers';
import sharp from 'sharp';

const PARAM = 'mask';

/**
 * A mask in OpenAI's form (transparent = repaint) as a grey PNG of the same size, black = repaint,
 * white = keep. Throws 400 `invalid_value` where its size is another than the source's or nothing
 * in it is transparent, 400 `invalid_image` where it cannot be decoded; `param` is `mask`.
 */
export async function readEditMask(mask: Picture, source: Picture): Promise<Picture> {
  if (mask.width !== source.width || mask.height !== source.height) {
    throw invalid(
      `mask is ${mask.width}x${mask.height}, its picture ${source.width}x${source.height}; ` +
        'they must have one size.',
    );
  }
  const { bytes, darkest } = await extractAlpha(mask.bytes);
  if (darkest === 255) {
    throw invalid('mask has no transparent pixel: transparent says what is repainted.');
  }
  return { bytes, format: 'png', width: mask.width, height: mask.height };
}

async function extractAlpha(bytes: Uint8Array): Promise<{ bytes: Uint8Array; darkest: number }> {
  try {
    const alpha = sharp(bytes, { limitInputPixels: MAX_IMAGE_PIXELS })
      .ensureAlpha()
      .extractChannel('alpha')
      .toColourspace('b-w');
    const raw = await alpha.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const { width, height } = raw.info;
    const png = sharp(raw.data, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
    const darkest = raw.data.reduce((least, value) => Math.min(least, value), 255);
    return { bytes: await png.png({ compressionLevel: 1 }).toBuffer(), darkest };
  } catch (cause) {
    throw new ApiError('invalid_image', 'mask cannot be decoded: it is damaged or cut.', {
      param: PARAM,
      cause,
    });
  }
}

function invalid(message: string): ApiError {
  return new ApiError('invalid_value', message, { param: PARAM });
}
