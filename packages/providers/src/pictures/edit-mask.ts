import { type Picture, ProviderError } from '../define-provider.ts';
import { type GreyPlane, readGreyPng, writeGreyPng } from './grey-png.ts';

/** How an upstream wants to be told what to repaint. */
export type MaskPolarity = 'black_repaints' | 'white_repaints' | 'transparent_repaints';

/**
 * The order's mask (grey, black = repaint) in an upstream's own polarity, as PNG.
 * Throws `ProviderError` `invalid_image` for a mask that is no plain 8-bit PNG.
 */
export function convertEditMask(mask: Picture, polarity: MaskPolarity): Uint8Array {
  if (polarity === 'black_repaints') return mask.bytes;
  const grey = readGreyPng(mask.bytes);
  if (grey === null) {
    throw new ProviderError('invalid_image', 'The mask is no 8-bit PNG that can be converted.', {
      billed: 'no',
    });
  }
  if (polarity === 'white_repaints') return writeGreyPng(invert(grey));
  return writeGreyPng({ ...grey, values: new Uint8Array(grey.values.length) }, grey.values);
}

function invert(grey: GreyPlane): GreyPlane {
  return { ...grey, values: grey.values.map((value) => 255 - value) };
}
