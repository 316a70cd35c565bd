import { AtelierError } from '../engine/atelier-error.ts';
import type { Bands } from '../raster/kernel.ts';
import type { Box, Plane, RasterA } from '../raster/raster.ts';
import { resizePlane } from '../raster/resample.ts';
import { toCard } from './card.ts';
import type { CutOut, CutOutMethod } from './cut-out.ts';
import { boxOf, decontaminate, reachesBottom } from './mask-shape.ts';
import { type Matte, withinBox } from './matting/matte-picture.ts';
import { cutOutPhoto } from './photo/cut-out-photo.ts';
import { cutOutPlainBorder } from './plain-border.ts';

/** Below this a silhouette is more likely wrong than right, and the whole picture is shown. */
export const LOW_CONFIDENCE = 0.35;
/** Share of transparent pixels from which a picture counts as already cut out. */
const TRANSPARENT_SHARE = 0.02;
const SMALLEST_SIDE = 16;

/** What is known about where the character is. */
export interface CutOutOptions {
  /** Grey or alpha, white = the character; any size. */
  readonly mask: RasterA | null;
  /** `[x, y, width, height]`, 0..1 of the picture. */
  readonly box: readonly [number, number, number, number] | null;
  /** What a network found; absent = the picture is searched without one. */
  readonly matte?: Matte | null;
  readonly bands: Bands;
  readonly checkpoint: () => void;
}

interface Found {
  readonly alpha: Plane;
  readonly method: CutOutMethod;
  readonly confidence: number;
}

/**
 * The character without its background: by the caller's mask, else the picture's own alpha, else a
 * plain ground, else as a natural photo; when none of them is trustworthy, the whole picture as a
 * card. Throws `AtelierError('invalid_image')` when there is nothing to keep.
 */
export function findCharacter(picture: RasterA, options: CutOutOptions): CutOut {
  if (picture.width < SMALLEST_SIDE || picture.height < SMALLEST_SIDE) {
    throw refuse(`The image is too small: at least ${SMALLEST_SIDE} pixels a side are needed.`);
  }
  const found = byMask(picture, options) ?? byAlpha(picture) ?? byPixels(picture, options);
  const box = boxOf(found.alpha);
  if (found.method === 'mask' && box === null) {
    throw refuse('The mask is empty: it must be white where the character is.');
  }
  if (box === null || found.confidence < LOW_CONFIDENCE) return asCard(picture, found.confidence);
  const rgba = decontaminate(picture, { alpha: found.alpha, box }, options.bands);
  const touchesBottom = reachesBottom(found.alpha, box);
  return { rgba, method: found.method, confidence: found.confidence, box, touchesBottom };
}

function refuse(message: string): AtelierError {
  return new AtelierError('invalid_image', message);
}

function byMask(picture: RasterA, { mask, bands }: CutOutOptions): Found | null {
  if (mask === null) return null;
  const { width, height } = picture;
  const useAlpha = transparentShare(mask) > 0.001;
  const grey = { width: mask.width, height: mask.height, data: new Float32Array(mask.r.length) };
  for (let i = 0; i < grey.data.length; i++) {
    const light = Math.max(mask.r[i] as number, mask.g[i] as number, mask.b[i] as number);
    grey.data[i] = useAlpha ? (mask.a[i] as number) : light;
  }
  const alpha = resizePlane(grey, { width, height }, bands);
  for (let i = 0; i < alpha.data.length; i++) {
    alpha.data[i] = (alpha.data[i] as number) * (picture.a[i] as number);
  }
  return { alpha, method: 'mask', confidence: 1 };
}

function byAlpha(picture: RasterA): Found | null {
  if (transparentShare(picture) < TRANSPARENT_SHARE) return null;
  const { width, height } = picture;
  const alpha = { width, height, data: picture.a };
  if (boxOf(alpha) === null) throw refuse('The image is fully transparent.');
  return { alpha, method: 'alpha', confidence: 1 };
}

/** True when only looking at the colours can tell the character from its background. */
export function needsPixels(picture: RasterA, mask: RasterA | null): boolean {
  return mask === null && transparentShare(picture) < TRANSPARENT_SHARE;
}

function transparentShare({ a }: RasterA): number {
  let clear = 0;
  for (let i = 0; i < a.length; i++) if ((a[i] as number) < 0.5) clear++;
  return clear / a.length;
}

function byPixels(picture: RasterA, options: CutOutOptions): Found {
  const { bands, checkpoint } = options;
  const plain = options.box ? null : cutOutPlainBorder(picture, bands);
  if (plain) return { ...plain, method: 'plain-border' };
  checkpoint();
  const { matte, box } = options;
  if (matte && matte.confidence > 0) {
    return { ...(box ? withinBox(matte, box) : matte), method: 'matting' };
  }
  const photo = cutOutPhoto(picture, { box: pixelBox(picture, options.box), bands, checkpoint });
  return { alpha: photo.alpha, confidence: photo.confidence, method: 'photo' };
}

function pixelBox(picture: RasterA, box: CutOutOptions['box']): Box | null {
  if (box === null) return null;
  const [x, y, width, height] = box;
  return {
    x: Math.round(x * picture.width),
    y: Math.round(y * picture.height),
    width: Math.max(1, Math.round(width * picture.width)),
    height: Math.max(1, Math.round(height * picture.height)),
  };
}

function asCard(picture: RasterA, confidence: number): CutOut {
  const rgba = toCard(picture);
  return {
    rgba,
    method: 'whole-picture',
    confidence,
    box: { x: 0, y: 0, width: rgba.width, height: rgba.height },
    touchesBottom: false,
  };
}
