import type { Superpixels } from './superpixels.ts';

/** Colours of subject and ground near every place, from patches with a share inside each. */
export interface LocalColours {
  readonly patches: Superpixels;
  /** 0..1 of each patch inside the subject. */
  readonly share: Float32Array;
  /** Patches near each cell of a coarse grid. */
  readonly near: readonly Int32Array[];
  readonly columns: number;
  readonly cell: number;
}

const CELL = 12;
/** Patches count within this share of the longer side. */
const REACH = 0.16;
const SIGMA = 6;
const ODDS_LIMIT = 3;

/** Shares of the mask in each patch; both on the working grid. */
export function patchShares(patches: Superpixels, mask: Uint8Array): Float32Array {
  const share = new Float32Array(patches.count);
  for (let p = 0; p < mask.length; p++)
    share[patches.labels[p] as number] =
      (share[patches.labels[p] as number] as number) + (mask[p] as number);
  for (let i = 0; i < share.length; i++)
    share[i] = (share[i] as number) / Math.max(1, patches.size[i] as number);
  return share;
}

/** Sorts patches into the neighbourhoods in which they describe colour. */
export function createLocalColours(patches: Superpixels, share: Float32Array): LocalColours {
  const columns = Math.ceil(patches.width / CELL);
  const rows = Math.ceil(patches.height / CELL);
  const reach = REACH * Math.max(patches.width, patches.height);
  const near: Int32Array[] = [];
  for (let k = 0; k < columns * rows; k++) {
    const x = ((k % columns) + 0.5) * CELL;
    const y = (Math.floor(k / columns) + 0.5) * CELL;
    const list: number[] = [];
    for (let i = 0; i < patches.count; i++) {
      if (((patches.x[i] as number) - x) ** 2 + ((patches.y[i] as number) - y) ** 2 < reach * reach)
        list.push(i);
    }
    near.push(Int32Array.from(list));
  }
  return { patches, share, near, columns, cell: CELL };
}

/** A pixel: place in working pixels, colour in working units. */
export interface Sample {
  x: number;
  y: number;
  l: number;
  a: number;
  b: number;
}

/** Log odds that a pixel of this colour at this place belongs to the subject, clipped. */
export function localOdds(colours: LocalColours, sample: Sample): number {
  const { patches, share } = colours;
  const column = Math.min(colours.columns - 1, Math.floor(sample.x / colours.cell));
  const row = Math.floor(sample.y / colours.cell) * colours.columns;
  const near = colours.near[
    Math.min(colours.near.length - 1, row + column)
  ] as Int32Array<ArrayBufferLike>;
  let subject = 0;
  let ground = 0;
  let subjectMass = 0;
  let groundMass = 0;
  for (let k = 0; k < near.length; k++) {
    const i = near[k] as number;
    const dl = (patches.l[i] as number) - sample.l;
    const da = (patches.a[i] as number) - sample.a;
    const db = (patches.b[i] as number) - sample.b;
    // A rational bell: the tail of a Student t, and no call to exp in the inner loop.
    const gap = 1 + (dl * dl + da * da + db * db) / (2 * SIGMA * SIGMA);
    const like = (patches.size[i] as number) / (gap * gap * gap);
    subject += like * (share[i] as number);
    ground += like * (1 - (share[i] as number));
    subjectMass += (patches.size[i] as number) * (share[i] as number);
    groundMass += (patches.size[i] as number) * (1 - (share[i] as number));
  }
  if (subjectMass < 1 || groundMass < 1) return 0;
  const odds = Math.log((subject / subjectMass + 0.003) / (ground / groundMass + 0.003));
  return Math.max(-ODDS_LIMIT, Math.min(ODDS_LIMIT, odds));
}
