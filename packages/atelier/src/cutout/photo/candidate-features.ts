import type { Candidate, Scenery } from './candidates.ts';
import { hullArea } from './hull.ts';

/** What is measured on a guess, in this order. */
export const FEATURES = [
  'contrast',
  'step',
  'leak',
  'innerStep',
  'ringLikeness',
  'outLikeness',
  'area',
  'solidity',
  'borderSides',
  'borderBottom',
  'centreX',
  'centreY',
  'oneComponent',
  'saliency',
  'background',
  'grain',
  'roughness',
  'holes',
  'votes',
  'borderLikeness',
  'boxFill',
  'grainInside',
  'softLeak',
  'outerStep',
] as const;

interface Outline {
  readonly length: number;
  readonly contrast: number;
  readonly step: number;
  readonly leak: number;
  readonly innerStep: number;
  readonly softLeak: number;
  readonly outerStep: number;
}

/**
 * Numbers that tell a whole subject from a piece or a spill, by which guesses are ranked
 * (mid-level cues of Carreira and Sminchisescu 2010 and Alexe and others 2010).
 */
export function measureCandidate(scenery: Scenery, candidate: Candidate): Float32Array {
  const { inside } = candidate;
  const { patches } = scenery;
  const outline = measureOutline(scenery, inside);
  const shape = measureShape(scenery, inside);
  const ring = ringOf(scenery, inside);
  const likeness = measureLikeness(scenery, inside, ring);
  const frame = patches.width * patches.height;
  return Float32Array.of(
    outline.contrast,
    outline.step,
    outline.leak,
    outline.innerStep,
    likeness.ring,
    likeness.outside,
    Math.log(shape.area / frame),
    shape.area / Math.max(shape.area, hullArea(patches, inside)),
    shape.sides / Math.max(1, outline.length),
    shape.bottom / Math.max(1, outline.length),
    Math.abs(shape.x - 0.5),
    Math.abs(shape.y - 0.55),
    largestComponent(scenery, inside) / shape.area,
    shape.saliency,
    shape.background,
    grainStep(scenery, inside, ring),
    outline.length / Math.sqrt(shape.area),
    1 -
      largestComponent(
        scenery,
        inside.map((v) => 1 - v),
      ) /
        Math.max(1, frame - shape.area),
    Math.log(candidate.votes),
    likeness.border,
    shape.area / Math.max(1, shape.box),
    grainStep(
      scenery,
      inside,
      inside.map(() => 1),
    ),
    outline.softLeak,
    outline.outerStep,
  );
}

function measureOutline(scenery: Scenery, inside: Uint8Array): Outline {
  const { graph } = scenery;
  let length = 0;
  let contrast = 0;
  let step = 0;
  let leak = 0;
  let innerLength = 0;
  let innerStep = 0;
  let softLeak = 0;
  let outerLength = 0;
  let outerStep = 0;
  for (let e = 0; e < graph.count; e++) {
    const c = inside[graph.from[e] as number] as number;
    const d = inside[graph.to[e] as number] as number;
    const share = graph.length[e] as number;
    const jump = Math.min(1, (graph.step[e] as number) / 30);
    if (c !== d) {
      length += share;
      contrast += share * (1 - (graph.likeness[e] as number));
      step += share * jump;
      if ((graph.step[e] as number) < 5) leak += share;
      if ((graph.step[e] as number) < 12) softLeak += share;
    } else if (c === 1) {
      innerLength += share;
      innerStep += share * jump;
    } else {
      outerLength += share;
      outerStep += share * jump;
    }
  }
  const per = Math.max(1, length);
  return {
    length,
    contrast: contrast / per,
    step: step / per,
    leak: leak / per,
    innerStep: innerStep / Math.max(1, innerLength),
    softLeak: softLeak / per,
    outerStep: outerStep / Math.max(1, outerLength),
  };
}

function measureShape(scenery: Scenery, inside: Uint8Array) {
  const { patches, saliency } = scenery;
  const sums = { area: 0, x: 0, y: 0, sides: 0, bottom: 0, saliency: 0, background: 0 };
  let outer = 0;
  let outerSaliency = 0;
  const span = { left: 1e9, right: 0, top: 1e9, bottom: 0 };
  for (let i = 0; i < patches.count; i++) {
    const size = patches.size[i] as number;
    if (inside[i] === 0) {
      outer += size;
      outerSaliency += size * (saliency.saliency[i] as number);
      continue;
    }
    span.left = Math.min(span.left, patches.x[i] as number);
    span.right = Math.max(span.right, patches.x[i] as number);
    span.top = Math.min(span.top, patches.y[i] as number);
    span.bottom = Math.max(span.bottom, patches.y[i] as number);
    sums.area += size;
    sums.x += (size * (patches.x[i] as number)) / patches.width;
    sums.y += (size * (patches.y[i] as number)) / patches.height;
    sums.saliency += size * (saliency.saliency[i] as number);
    sums.background += size * (saliency.background[i] as number);
    sums.sides += scenery.contact.sides[i] as number;
    sums.bottom += scenery.contact.bottom[i] as number;
  }
  const area = Math.max(1, sums.area);
  const pad = Math.sqrt((patches.width * patches.height) / patches.count);
  return {
    area,
    box: (span.right - span.left + pad) * (span.bottom - span.top + pad),
    x: sums.x / area,
    y: sums.y / area,
    sides: sums.sides,
    bottom: sums.bottom,
    saliency: sums.saliency / area - outerSaliency / Math.max(1, outer),
    background: sums.background / area,
  };
}

/** Patches within two steps outside the guess. */
function ringOf(scenery: Scenery, inside: Uint8Array): Uint8Array {
  const { graph } = scenery;
  const reached = inside.slice();
  for (let round = 0; round < 2; round++) {
    const from = reached.slice();
    for (let e = 0; e < graph.count; e++) {
      if (from[graph.from[e] as number] === 1) reached[graph.to[e] as number] = 1;
      if (from[graph.to[e] as number] === 1) reached[graph.from[e] as number] = 1;
    }
  }
  return reached.map((v, i) => v - (inside[i] as number));
}

/** Border patches that the guess leaves out. */
function borderOutside(scenery: Scenery, inside: Uint8Array): Uint8Array {
  const { sides, bottom } = scenery.contact;
  return inside.map((v, i) =>
    v === 0 && (sides[i] as number) + (bottom[i] as number) > 0 ? 1 : 0,
  );
}

interface Likenesses {
  readonly ring: number;
  readonly outside: number;
  readonly border: number;
}

/** How much of the guess's colours the other patches share: kernel cuts over its own mass. */
function measureLikeness(scenery: Scenery, inside: Uint8Array, ring: Uint8Array): Likenesses {
  const { kernel, patches, crowd } = scenery;
  const { count, size } = patches;
  const border = borderOutside(scenery, inside);
  const mass = { own: 1e-6, ring: 1e-6, border: 1e-6 };
  for (let i = 0; i < count; i++) {
    if (inside[i] === 1) mass.own += size[i] as number;
    if (ring[i] === 1) mass.ring += size[i] as number;
    if (border[i] === 1) mass.border += size[i] as number;
  }
  const sum = { own: 0, ring: 0, border: 0, all: 0 };
  for (let i = 0; i < count; i++) {
    if (inside[i] === 0) continue;
    const to = { own: 0, ring: 0, border: 0 };
    for (let j = 0; j < count; j++) {
      const like = (kernel[i * count + j] as number) * (size[j] as number);
      if (inside[j] === 1) to.own += like;
      else {
        if (ring[j] === 1) to.ring += like;
        if (border[j] === 1) to.border += like;
      }
    }
    sum.own += (size[i] as number) * to.own;
    sum.ring += (size[i] as number) * to.ring;
    sum.border += (size[i] as number) * to.border;
    sum.all += (size[i] as number) * (crowd[i] as number);
  }
  const own = sum.own / mass.own ** 2;
  const outsideMass = patches.width * patches.height - mass.own + 1e-6;
  const ratio = (cut: number, other: number) =>
    Math.log((cut / other / mass.own + 1e-4) / (own + 1e-4));
  return {
    ring: ratio(sum.ring, mass.ring),
    outside: ratio(sum.all - sum.own, outsideMass),
    border: ratio(sum.border, mass.border),
  };
}

function grainStep(scenery: Scenery, inside: Uint8Array, ring: Uint8Array): number {
  const { patches, texture } = scenery;
  let own = 0;
  let ownMass = 1e-6;
  let around = 0;
  let aroundMass = 1e-6;
  for (let i = 0; i < patches.count; i++) {
    if (inside[i] === 1) {
      own += (patches.size[i] as number) * (texture[i] as number);
      ownMass += patches.size[i] as number;
    } else if (ring[i] === 1) {
      around += (patches.size[i] as number) * (texture[i] as number);
      aroundMass += patches.size[i] as number;
    }
  }
  return own / ownMass - around / aroundMass;
}

/** Area of the largest connected piece of the marked patches. */
function largestComponent(scenery: Scenery, marked: Uint8Array): number {
  const { graph, patches } = scenery;
  const root = Int32Array.from(marked, (_, i) => i);
  const find = (i: number) => {
    let node = i;
    while (root[node] !== node) {
      root[node] = root[root[node] as number] as number;
      node = root[node] as number;
    }
    return node;
  };
  for (let e = 0; e < graph.count; e++) {
    const c = graph.from[e] as number;
    const d = graph.to[e] as number;
    if (marked[c] === 1 && marked[d] === 1) root[find(c)] = find(d);
  }
  const area = new Float32Array(patches.count);
  let largest = 0;
  for (let i = 0; i < patches.count; i++) {
    if (marked[i] === 0) continue;
    const top = find(i);
    area[top] = (area[top] as number) + (patches.size[i] as number);
    largest = Math.max(largest, area[top] as number);
  }
  return largest;
}
