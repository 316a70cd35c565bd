import { decodeImage } from '../codec/decode-image.ts';
import type { CutOut } from '../cutout/cut-out.ts';
import type { RemixMetrics } from '../engine/atelier.ts';
import { type FrameOptions, frameCharacter } from '../place/frame-character.ts';
import type { Bands } from '../raster/kernel.ts';
import type { Plane, Raster } from '../raster/raster.ts';
import { type Appearance, measureAppearance } from './appearance.ts';
import { checkCopy } from './copy.ts';

/** What a finished picture is measured by. */
export interface Measurement {
  /** The encoded picture that was given; absent = the subject was drawn from the words. */
  readonly reference: Uint8Array | undefined;
  readonly cutOut: CutOut | null;
  /** How the character was placed. */
  readonly frame: Omit<FrameOptions, 'width' | 'height' | 'bands'>;
  readonly result: Raster;
  /** Coverage of the character as far as it is seen. */
  readonly mask: Plane;
  readonly bands: Bands;
}

/** Longest side of the whole picture for the copy check. */
const COPY_SIDE = 192;

/** Measures one remix, or says why there is nothing to measure. */
export async function measureRemix(measurement: Measurement): Promise<RemixMetrics> {
  const { reference, cutOut, frame, result, mask, bands } = measurement;
  if (reference === undefined || cutOut === null) return notMeasured('no picture was given');
  if (cutOut.method === 'whole-picture') {
    return notMeasured('the character could not be told from its background');
  }
  const { width, height } = result;
  const placed = frameCharacter(cutOut, { ...frame, width, height, bands });
  const appearance = measureAppearance({ source: placed.rgba, result, mask }, bands);
  if (appearance === null) return notMeasured('too little of the character is seen');
  const whole = await decodeImage(reference, { name: 'image', maxSide: COPY_SIDE });
  return {
    status: 'measured',
    appearance: rounded(appearance),
    copy: checkCopy(whole, result, bands),
  };
}

function notMeasured(reason: string): RemixMetrics {
  return { status: 'not_measured', reason };
}

function rounded(appearance: Appearance): Appearance {
  const round = (value: number | null) => (value === null ? null : Math.round(value * 1e3) / 1e3);
  return {
    ...appearance,
    descriptor: round(appearance.descriptor),
    edge: round(appearance.edge) ?? 0,
    palette: round(appearance.palette) ?? 0,
    hueShift: round(appearance.hueShift),
    chromaRatio: round(appearance.chromaRatio),
  };
}
