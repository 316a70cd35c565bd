import type { Box } from '../../raster/raster.ts';
import { inRoughBox } from './box-hint.ts';
import { FlowGraph } from './max-flow.ts';
import type { PatchGraph } from './patch-graph.ts';
import type { BorderContact, Saliency } from './saliency.ts';
import type { Superpixels } from './superpixels.ts';

/** Everything the search for the subject knows about the picture. */
export interface Scenery {
  readonly patches: Superpixels;
  readonly graph: PatchGraph;
  readonly saliency: Saliency;
  readonly texture: Float32Array;
  readonly contact: BorderContact;
  /** Likeness of every two patches, 0..1, row by row. */
  readonly kernel: Float32Array;
  /** Sum of each patch's likeness to all patches, by area. */
  readonly crowd: Float32Array;
  /** The caller's rough box in working pixels, or null. */
  readonly box: Box | null;
}

/** A guess at the subject. */
export interface Candidate {
  /** 1 for every patch that belongs to it. */
  readonly inside: Uint8Array;
  /** How many seeds led here. */
  votes: number;
}

/** Colour distance at which two patches stop supporting each other. */
const KERNEL_SIGMA = 5;
/** Weight of grain beside colour in likeness. */
const GRAIN_WEIGHT = 3;
/** Odds are clipped here, so that no single colour decides. */
const ODDS_LIMIT = 3;
/** Share of a patch's own weight that does not count for its own label. */
const OWN_DISCOUNT = 0.7;
/** Price of an outline pixel where colours agree. */
const OUTLINE_PRICE = 16;

/** Likeness of all pairs of patches by colour and grain. */
export function patchKernel(patches: Superpixels, texture: Float32Array): Float32Array {
  const { count, l, a, b } = patches;
  const kernel = new Float32Array(count * count);
  const scale = -1 / (2 * KERNEL_SIGMA ** 2);
  for (let i = 0; i < count; i++) {
    for (let j = i; j < count; j++) {
      const gap =
        ((l[i] as number) - (l[j] as number)) ** 2 +
        ((a[i] as number) - (a[j] as number)) ** 2 +
        ((b[i] as number) - (b[j] as number)) ** 2 +
        GRAIN_WEIGHT * ((texture[i] as number) - (texture[j] as number)) ** 2;
      const like = Math.exp(gap * scale);
      kernel[i * count + j] = like;
      kernel[j * count + i] = like;
    }
  }
  return kernel;
}

/** Sum of likeness to all patches, weighted by their area. */
export function kernelMass(kernel: Float32Array, size: Float32Array): Float32Array {
  const count = size.length;
  return size.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < count; j++) {
      sum += (kernel[i * count + j] as number) * (size[j] as number);
    }
    return sum;
  });
}

/** A first soft guess and how long it is held on to. */
export interface Seed {
  readonly prior: Float32Array;
  readonly bias: number;
}

/**
 * Many guesses at the subject, each a minimum cut from another seed (constrained parametric
 * min-cuts, Carreira and Sminchisescu 2010) with colour models that follow the labels (GrabCut,
 * Rother, Kolmogorov and Blake 2004), here as kernel densities over patches.
 */
export function proposeCandidates(scenery: Scenery, seeds: readonly Seed[]): Candidate[] {
  const flow = flowOf(scenery);
  const border = borderPull(scenery);
  const found: Candidate[] = [];
  for (const seed of seeds) {
    keepNew(settle(scenery, { seed, flow, border }), found, scenery);
  }
  return found;
}

function flowOf(scenery: Scenery): FlowGraph {
  const { graph, patches } = scenery;
  const flow = new FlowGraph(patches.count, graph.count);
  for (let e = 0; e < graph.count; e++) {
    const price =
      OUTLINE_PRICE * (graph.length[e] as number) * (0.04 + (graph.likeness[e] as number));
    flow.addEdge(graph.from[e] as number, graph.to[e] as number, price);
  }
  return flow;
}

/** Pull towards background on the picture's border, less along the bottom where a bust is cut. */
function borderPull(scenery: Scenery): Float32Array {
  const { patches, contact, box } = scenery;
  if (box !== null) {
    return patches.size.map((size, i) =>
      inRoughBox(box, patches.x[i] as number, patches.y[i] as number) ? 0 : -3 * size,
    );
  }
  return patches.size.map((size, i) => {
    if ((contact.sides[i] as number) > 0) return -3 * size;
    if (contact.bottom[i] === 0) return 0;
    const middle = Math.abs((patches.x[i] as number) / patches.width - 0.5) < 0.3;
    return -size * (middle ? 0.3 : 3);
  });
}

interface Settling {
  readonly seed: Seed;
  readonly flow: FlowGraph;
  readonly border: Float32Array;
}

function settle(scenery: Scenery, task: Settling): Uint8Array {
  const { count, size } = scenery.patches;
  const { prior, bias } = task.seed;
  let belief = prior;
  const pull = new Float32Array(count);
  const side = new Uint8Array(count);
  for (let round = 0; round < 4; round++) {
    const odds = colourOdds(scenery, belief);
    const hold = round === 0 ? 1 : 0.4;
    for (let i = 0; i < count; i++) {
      const place = Math.max(
        -2.5,
        Math.min(2.5, Math.log(((prior[i] as number) + 0.02) / (1.02 - (prior[i] as number)))),
      );
      pull[i] =
        (size[i] as number) * ((odds[i] as number) + hold * place + bias) +
        (task.border[i] as number);
    }
    task.flow.solve(pull, side);
    let kept = 0;
    for (let i = 0; i < count; i++) kept += side[i] as number;
    if (kept < 2) break;
    if (round > 0 && belief.every((value, i) => value === side[i])) break;
    belief = Float32Array.from(side);
  }
  return side;
}

/** Log odds of subject against background for each patch's colour, clipped. */
function colourOdds(scenery: Scenery, belief: Float32Array): Float32Array {
  const { kernel, patches, crowd } = scenery;
  const { count, size } = patches;
  const odds = new Float32Array(count);
  const held = new Int32Array(count);
  const mass = new Float32Array(count);
  let holders = 0;
  let insideMass = 1e-6;
  for (let i = 0; i < count; i++) {
    const inside = (size[i] as number) * (belief[i] as number);
    if (inside < 1e-3) continue;
    held[holders] = i;
    mass[holders++] = inside;
    insideMass += inside;
  }
  const groundMass = patches.width * patches.height - insideMass + 1e-6;
  for (let i = 0; i < count; i++) {
    let subject = 0;
    const row = i * count;
    for (let k = 0; k < holders; k++) {
      subject += (kernel[row + (held[k] as number)] as number) * (mass[k] as number);
    }
    // A patch does not fully vouch for itself, or first guesses would never change.
    const own = OWN_DISCOUNT * (size[i] as number);
    const share = belief[i] as number;
    const ground = Math.max(0, (crowd[i] as number) - subject - own * (1 - share));
    const figure = Math.max(0, subject - own * share);
    const ratio = (figure / insideMass + 0.004) / (ground / groundMass + 0.004);
    odds[i] = Math.max(-ODDS_LIMIT, Math.min(ODDS_LIMIT, Math.log(ratio)));
  }
  return odds;
}

/** Adds the guess, or a vote to one that is nearly the same. */
function keepNew(guess: Uint8Array, found: Candidate[], scenery: Scenery): void {
  let kept = 0;
  for (const value of guess) kept += value;
  if (kept < 2 || kept === guess.length) return;
  for (const other of found) {
    if (agreement(guess, other.inside, scenery.patches.size) > 0.95) {
      other.votes += 1;
      return;
    }
  }
  found.push({ inside: guess, votes: 1 });
}

/** Intersection over union of two sets of patches, by area. */
export function agreement(one: Uint8Array, two: Uint8Array, size: Float32Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < size.length; i++) {
    if ((one[i] as number) & (two[i] as number)) both += size[i] as number;
    if ((one[i] as number) | (two[i] as number)) either += size[i] as number;
  }
  return both / Math.max(1, either);
}
