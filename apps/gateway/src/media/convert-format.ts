import sharp from 'sharp';

/** The file format that a caller asked for. */
export interface WantedFormat {
  readonly format: 'png' | 'jpeg' | 'webp';
  /** Quality of jpeg and webp, 0..100; 100 where nothing was said. */
  readonly quality: number;
}

const MOST_PIXELS = 64_000_000;

/**
 * The same picture in another file format; what is see-through becomes white in a jpeg. Null for
 * bytes that do not decode whole: such a picture is neither kept nor charged.
 */
export async function convertFormat(
  bytes: Uint8Array,
  { format, quality }: WantedFormat,
): Promise<Uint8Array | null> {
  const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'truncated' });
  try {
    switch (format) {
      case 'png':
        return await picture.png().toBuffer();
      case 'jpeg':
        return await picture
          .flatten({ background: '#ffffff' })
          .jpeg({ quality: Math.max(1, quality) })
          .toBuffer();
      case 'webp':
        return await picture.webp({ quality: Math.max(1, quality) }).toBuffer();
    }
  } catch {
    return null;
  }
}
