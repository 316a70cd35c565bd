import type { Bands } from '../raster/kernel.ts';
import type { Plane, Raster } from '../raster/raster.ts';
import { colourShift } from './colour.ts';
import { descriptorAgreement } from './descriptor.ts';
import { edgeCorrelation } from './edges.ts';
import { INSIDE, insideLightness } from './interior.ts';

/**
 * How far the character in the result looks like the given one: a comparison of pixels at one
 * place, which says nothing about who or what is shown.
 */
export interface Appearance {
  /** Agreement of local binary descriptors at the source's corners: 0.5 chance .. 1 alike. */
  readonly descriptor: number | null;
  /** Points the descriptors were compared at. */
  readonly keypoints: number;
  /** Correlation of the smoothed edges, -1..1. */
  readonly edge: number;
  /** Overlap of the colour histograms, 0..1; weak: never judge by it alone. */
  readonly palette: number;
  /** Degrees by which the colours turned; null for grey pictures. */
  readonly hueShift: number | null;
  /** Colourfulness over the source's; null for a grey source. */
  readonly chromaRatio: number | null;
}

/** What is compared, all of one size. */
export interface AppearancePictures {
  /** The cut-out at its place, in its own light. */
  readonly source: Raster;
  readonly result: Raster;
  /** Coverage of the character where it is seen, 0..1. */
  readonly mask: Plane;
}

/** Fewest pixels inside the mask from which anything is said. */
const FEWEST_PIXELS = 400;

/** The appearance agreement inside the mask, or null when too little of the character is seen. */
export function measureAppearance(pictures: AppearancePictures, bands: Bands): Appearance | null {
  const { source, result, mask } = pictures;
  let inside = 0;
  for (const cover of mask.data) if (cover >= INSIDE) inside++;
  if (inside < FEWEST_PIXELS) return null;
  const light = {
    source: insideLightness(source, mask, bands),
    result: insideLightness(result, mask, bands),
    mask,
    bands,
  };
  const { agreement, keypoints } = descriptorAgreement(light);
  const colours = colourShift({ ...pictures, bands });
  return { descriptor: agreement, keypoints, edge: edgeCorrelation(light), ...colours };
}
