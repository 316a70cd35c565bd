import sharp from 'sharp';
import { inspectImage } from './inspect-image.ts';

/** A picture of one colour needs far fewer bits a pixel, in every format. */
const SUSPICIOUS_BITS_A_PIXEL = 0.25;
/** Nobody orders pictures this small: they are placeholders. */
const LEAST_SIDE = 8;
const SIDE = 32;
const MOST_PIXELS = 64_000_000;
/** Brightness may differ by this much within a placeholder, of 255. */
const FLAT = 3;

/**
 * False for a picture of one colour: the blank or grey placeholder of an upstream that failed. Only
 * pictures with suspiciously few bytes for their size are decoded, small and off this thread; so a
 * rich picture costs nothing here. What cannot be decoded shows nothing either.
 */
export async function showsSomething(bytes: Uint8Array): Promise<boolean> {
  const facts = inspectImage(bytes);
  if (facts === null) return false;
  const bitsAPixel = (bytes.byteLength * 8) / (facts.width * facts.height);
  if (Math.min(facts.width, facts.height) < LEAST_SIDE) return false;
  if (bitsAPixel > SUSPICIOUS_BITS_A_PIXEL) return true;
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
      .resize(SIDE, SIDE, { fit: 'fill' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return data.some((value, at) => {
      const first = data[at % info.channels] ?? 0;
      return Math.abs(value - first) > FLAT;
    });
  } catch {
    return false;
  }
}
