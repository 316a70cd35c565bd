import { createFloats, type Plane, type RasterA } from '../../raster/raster.ts';
import { type Mask, outlineBand } from './band.ts';
import { collectSureColours, sampleCells } from './sure-colours.ts';
import { softenPlane } from './upsample.ts';

/** Colour difference (sRGB, squared) below which colours cannot tell coverage. */
const BLIND = 0.012;

/**
 * Coverage along the outline: each unknown pixel's place on the line between the mean colours of
 * sure subject and sure ground around it (colour lines, Ruzon and Tomasi 2000), blended with the
 * outline's own softness where the two colours are alike. `reach` is the band's half width.
 */
export function matteBand(picture: RasterA, mask: Mask, reach: number): Plane {
  const { width, height } = picture;
  const unknown = outlineBand(mask, reach);
  const geometric = softenPlane(Float32Array.from(mask.data), mask, 1);
  const data = createFloats(width * height);
  data.set(mask.data);
  const colours = collectSureColours(picture, { mask, unknown, cell: reach * 3 });
  const subject = new Float32Array(4);
  const ground = new Float32Array(4);
  for (let k = 0; k < unknown.length; k++) {
    const p = unknown[k] as number;
    const x = p % width;
    const y = (p - x) / width;
    sampleCells(colours, colours.subject, { x, y, out: subject });
    sampleCells(colours, colours.ground, { x, y, out: ground });
    data[p] = coverage(picture, { p, subject, ground, geometric: geometric[p] as number });
  }
  return { width, height, data };
}

interface Unknown {
  readonly p: number;
  readonly subject: Float32Array;
  readonly ground: Float32Array;
  readonly geometric: number;
}

function coverage(picture: RasterA, pixel: Unknown): number {
  const { p, subject, ground, geometric } = pixel;
  const subjectMass = subject[3] as number;
  const groundMass = ground[3] as number;
  if (subjectMass < 1 || groundMass < 1) return geometric;
  let along = 0;
  let length = 0;
  for (let c = 0; c < 3; c++) {
    const plane = c === 0 ? picture.r : c === 1 ? picture.g : picture.b;
    const from = (ground[c] as number) / groundMass;
    const step = (subject[c] as number) / subjectMass - from;
    along += ((plane[p] as number) - from) * step;
    length += step * step;
  }
  const line = Math.max(0, Math.min(1, along / Math.max(1e-6, length)));
  const trust = length / (length + BLIND);
  // Far from the outline colour alone must not open holes or paint ghosts.
  const low = Math.max(0, geometric * 1.6 - 0.75);
  const high = Math.min(1, geometric * 1.6 + 0.15);
  return Math.max(low, Math.min(high, trust * line + (1 - trust) * geometric));
}
