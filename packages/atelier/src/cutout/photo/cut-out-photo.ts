import type { Bands } from '../../raster/kernel.ts';
import { type Box, createFloats, type Plane, type RasterA } from '../../raster/raster.ts';
import type { Mask } from './band.ts';
import { cutBand } from './band-cut.ts';
import { cropPicture, frameAround, leanIntoBox, placeInFrame } from './box-hint.ts';
import { proposeCandidates, type Scenery, type Seed } from './candidates.ts';
import { judgeConfidence } from './confidence.ts';
import { measureEnclosure } from './enclosure.ts';
import { createLocalColours, patchShares } from './local-colours.ts';
import { contrastExponent } from './patch-graph.ts';
import { rankCandidates } from './rank-candidates.ts';
import { refineOutline } from './refine-outline.ts';
import { surveyPicture } from './scenery.ts';
import { seedFromBox, seedGuesses } from './seeds.ts';
import { tidyMask } from './tidy-mask.ts';
import { boxInWorking, createWorkingPicture, type WorkingPicture } from './working-picture.ts';

/** What `cutOutPhoto` is told beside the picture. */
export interface PhotoOptions {
  /** About where the subject is, in pixels; null when nobody said. */
  readonly box: Box | null;
  readonly bands: Bands;
  /** Called between steps; throws to stop. */
  readonly checkpoint: () => void;
}

/** The subject's coverage, and how far it can be trusted (0..1). */
export interface PhotoCutOut {
  readonly alpha: Plane;
  readonly confidence: number;
}

/**
 * Finds the subject of a natural photo and its soft outline. With a box only its surroundings are
 * looked at, so that the subject is seen larger and less of the picture can be mistaken for it.
 */
export function cutOutPhoto(picture: RasterA, options: PhotoOptions): PhotoCutOut {
  if (options.box === null) return findSubject(picture, options);
  const frame = frameAround(options.box, picture);
  const { x, y } = options.box;
  const box = { ...options.box, x: x - frame.x, y: y - frame.y };
  const { alpha, confidence } = findSubject(cropPicture(picture, frame), { ...options, box });
  return { alpha: placeInFrame(alpha, { frame, size: picture }), confidence };
}

function findSubject(picture: RasterA, options: PhotoOptions): PhotoCutOut {
  const work = createWorkingPicture(picture);
  const scenery = surveyPicture(work, options.box && boxInWorking(options.box, work));
  options.checkpoint();
  const guesses = proposeCandidates(scenery, seedsFor(scenery));
  const best = rankCandidates(scenery, guesses)[0];
  options.checkpoint();
  if (best === undefined) return nothing(picture);
  const { patches } = scenery;
  const first = Uint8Array.from(patches.labels, (c) => best.candidate.inside[c] as number);
  let mask: Mask = { width: work.width, height: work.height, data: first };
  const exponent = contrastExponent(work);
  for (let round = 0; round < 2; round++) {
    mask = redrawOutline(scenery, { work, mask: tidyMask(mask), exponent });
  }
  mask = tidyMask(mask);
  options.checkpoint();
  const alpha = refineOutline(picture, { mask, patches, exponent });
  return { alpha, confidence: judgeConfidence(best) };
}

/** With a box the general seeds are tried too: the box may hold more than the subject. */
function seedsFor({ patches, saliency, box }: Scenery): Seed[] {
  const general = seedGuesses(patches, saliency);
  if (box === null) return general;
  return [...seedFromBox(patches, saliency, box), ...general];
}

/** How far enclosed ground leans to the subject, by directions in which it sees the subject. */
const ENCLOSED_LEAN = [0, 0, 0, 0, 0, 0, 0.4, 1, 1.8];

interface Draft {
  readonly work: WorkingPicture;
  readonly mask: Mask;
  readonly exponent: number;
}

/** One round of cutting pixel by pixel on the working picture. */
function redrawOutline(scenery: Scenery, { work, mask, exponent }: Draft): Mask {
  const { patches, box } = scenery;
  const colours = createLocalColours(patches, patchShares(patches, mask.data));
  const lean = leanOf(mask);
  if (box !== null) leanIntoBox(lean, { mask, box });
  return cutBand(work, mask, {
    reach: 14,
    price: 6,
    bias: 0.2,
    exponent,
    scale: 1,
    colours,
    lean,
  });
}

/** What the shape so far says about each pixel outside it. */
function leanOf(mask: Mask): Float32Array {
  let area = 0;
  for (const value of mask.data) area += value;
  const enclosure = measureEnclosure(mask, Math.round(0.6 * Math.sqrt(area)));
  const lean = new Float32Array(mask.data.length);
  for (let p = 0; p < lean.length; p++) {
    if (mask.data[p] === 0) lean[p] = ENCLOSED_LEAN[enclosure[p] as number] as number;
  }
  return lean;
}

function nothing(picture: RasterA): PhotoCutOut {
  const { width, height } = picture;
  return { alpha: { width, height, data: createFloats(width * height).fill(1) }, confidence: 0 };
}
