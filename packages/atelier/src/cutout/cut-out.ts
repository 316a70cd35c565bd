import type { Box, RasterA } from '../raster/raster.ts';

/** How the character was separated from its background, best first. */
export type CutOutMethod =
  | 'mask'
  | 'alpha'
  | 'plain-border'
  | 'matting'
  | 'photo'
  | 'whole-picture';

/** A character without its background. */
export interface CutOut {
  /** Straight alpha; colours in soft pixels are the character's, not the background's. */
  readonly rgba: RasterA;
  readonly method: CutOutMethod;
  /** 0..1; below `LOW_CONFIDENCE` the silhouette should not be shown as such. */
  readonly confidence: number;
  /** Smallest rectangle with alpha >= 0.5, in pixels. */
  readonly box: Box;
  /** True when the character is cut by the picture's lower edge (a bust). */
  readonly touchesBottom: boolean;
}
