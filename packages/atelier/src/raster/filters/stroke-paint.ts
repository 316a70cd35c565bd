import { type Bands, defineKernel } from '../kernel.ts';
import { randomCell } from '../noise.ts';
import { createFloats, type Plane, type Raster } from '../raster.ts';
import { POINTS, STRIDE, type StrokePlan } from './strokes.ts';
import { planesOf } from './tone.ts';

/** How the brush leaves paint. */
export interface BrushOptions {
  /** Contrast of single bristles, 0 = smooth .. 1 = coarse. */
  readonly bristle: number;
  /** How early the brush runs dry, 0 = never .. 1 = from the start. */
  readonly dryness: number;
  /** Coverage of a stroke, 0..1. */
  readonly opacity: number;
  /** Height of the ground 0..1 that a dry medium catches on, or null for wet paint. */
  readonly tooth: Plane | null;
  /** How much of the ground stays bare with `tooth`, 0..1. */
  readonly bare: number;
}

/** What strokes are painted on. */
export interface PaintedCanvas {
  readonly image: Raster;
  /** Thickness of the paint, about 0..1. */
  readonly height: Plane;
  /** Strokes that start outside the character stay outside, and the other way round. */
  readonly character: Plane;
}

/**
 * Paints strokes in order over `canvas` and records the thickness of the paint in `height`
 * (Hertzmann 2002, "Fast Paint Texture"; bristles after Strassmann 1986, "Hairy Brushes").
 */
export function paintStrokes(
  canvas: PaintedCanvas,
  job: { readonly plan: StrokePlan; readonly brush: BrushOptions },
  bands: Bands,
): void {
  const { bristle, dryness, opacity, tooth, bare } = job.brush;
  bands.run(
    paintKernel,
    {
      image: planesOf(canvas.image),
      height: canvas.height.data,
      character: canvas.character.data,
      strokes: job.plan.data,
      count: job.plan.count,
      hairs,
      bristle,
      dryness,
      opacity,
      bare,
      tooth: tooth === null ? null : tooth.data,
    },
    canvas.image.height,
  );
}

// One row of hair lengths that every stroke reads from its own place.
const hairs = createFloats(1024);
for (let i = 0; i < 1024; i++) hairs[i] = randomCell(i, 17, 5);

interface PaintArgs {
  readonly image: Raster;
  readonly height: Float32Array;
  readonly character: Float32Array;
  readonly strokes: Float32Array;
  readonly count: number;
  readonly hairs: Float32Array;
  readonly bristle: number;
  readonly dryness: number;
  readonly opacity: number;
  readonly bare: number;
  readonly tooth: Float32Array | null;
}

interface Segment {
  x: number;
  y: number;
  dx: number;
  dy: number;
  length: number;
  radius: number;
  /** Share of the stroke gone before the segment and share it takes. */
  gone: number;
  takes: number;
  /** Rounding beyond both ends, in pixels. */
  before: number;
  after: number;
  /** 1 for the last segment of a stroke. */
  last: number;
  yFrom: number;
  yTo: number;
}

const paintKernel = defineKernel<PaintArgs>('filter/paint-strokes', (args, y0, y1) => {
  const { strokes, count } = args;
  const segment: Segment = {
    x: 0,
    y: 0,
    dx: 1,
    dy: 0,
    length: 0,
    radius: 1,
    gone: 0,
    takes: 1,
    before: 0,
    after: 0,
    last: 0,
    yFrom: 0,
    yTo: 0,
  };
  const touched: Touch = { tail: 0, across: 0, rim: 0, gone: 0 };
  for (let s = 0; s < count; s++) {
    const at = s * STRIDE;
    const tail = at + POINTS * 2;
    touched.tail = tail;
    if ((strokes[tail + 7] as number) < y0 || (strokes[tail + 6] as number) >= y1) continue;
    const points = strokes[tail] as number;
    const radius = strokes[tail + 1] as number;
    const parts = Math.max(1, points - 1);
    for (let k = 0; k < parts; k++) {
      const p = at + k * 2;
      const q = points > 1 ? p + 2 : p;
      segment.x = strokes[p] as number;
      segment.y = strokes[p + 1] as number;
      const ex = (strokes[q] as number) - segment.x;
      const ey = (strokes[q + 1] as number) - segment.y;
      segment.length = Math.sqrt(ex * ex + ey * ey);
      segment.dx = segment.length > 0 ? ex / segment.length : 1;
      segment.dy = segment.length > 0 ? ey / segment.length : 0;
      segment.radius = radius * (k === 0 && points > 2 ? 0.92 : k === parts - 1 ? 0.88 : 1);
      segment.gone = k / parts;
      segment.takes = 1 / parts;
      segment.before = k === 0 ? segment.radius * 0.8 : segment.radius * 0.35;
      segment.after = k === parts - 1 ? segment.radius * 0.9 : segment.radius * 0.35;
      segment.last = k === parts - 1 ? 1 : 0;
      segment.yFrom = y0;
      segment.yTo = y1;
      paintSegment(args, segment, touched);
    }
  }
});

function paintSegment(args: PaintArgs, seg: Segment, at: Touch): void {
  const { width } = args.image;
  const ex = seg.x + seg.dx * seg.length;
  const ey = seg.y + seg.dy * seg.length;
  const reach = seg.radius * 1.05 + 1;
  const xFrom = Math.max(0, Math.floor(Math.min(seg.x, ex) - reach));
  const xTo = Math.min(width - 1, Math.ceil(Math.max(seg.x, ex) + reach));
  const yFrom = Math.max(seg.yFrom, Math.floor(Math.min(seg.y, ey) - reach));
  const yTo = Math.min(seg.yTo - 1, Math.ceil(Math.max(seg.y, ey) + reach));
  for (let y = yFrom; y <= yTo; y++) {
    const ry = y - seg.y;
    for (let x = xFrom; x <= xTo; x++) {
      const rx = x - seg.x;
      const across = (ry * seg.dx - rx * seg.dy) / seg.radius;
      if (across > 1 || across < -1) continue;
      const along = rx * seg.dx + ry * seg.dy;
      const over = along < 0 ? -along / seg.before : (along - seg.length) / seg.after;
      const round = over > 0 ? across * across + over * over : across * across;
      if (round > 1) continue;
      // The rounding between two segments only fills the gap: it must leave no ridge.
      const inner = (along < 0 && seg.gone > 0) || (along > seg.length && seg.last === 0);
      const rim = inner ? across * across : round;
      const share = seg.length > 0 ? Math.min(1, Math.max(0, along / seg.length)) : 0;
      at.across = across;
      at.rim = rim;
      at.gone = seg.gone + seg.takes * share;
      touch(args, y * width + x, at);
    }
  }
}

// One is reused for every pixel: an object each would be most of the work.
interface Touch {
  tail: number;
  /** -1..1 across the brush. */
  across: number;
  /** Squared distance to the middle, 1 = rim. */
  rim: number;
  /** 0..1 along the whole stroke. */
  gone: number;
}

function touch(args: PaintArgs, i: number, at: Touch): void {
  const { image, height, strokes, tooth } = args;
  const radius = strokes[at.tail + 1] as number;
  const seed = strokes[at.tail + 5] as number;
  const lane = Math.floor((at.across * 0.5 + 0.5) * Math.max(3, radius * 1.5));
  const hair = args.hairs[(seed + lane * 7) & 1023] as number;
  if (hair < (at.gone - 1 + args.dryness) * 1.3 && radius > 1.5) return;
  const soft = Math.min(1, (1 - at.rim) * radius * 0.7);
  const stray = Math.abs((args.character[i] as number) - (strokes[at.tail + 8] as number));
  let alpha = args.opacity * soft * (1 - 0.94 * stray);
  if (tooth !== null) {
    const catches = (tooth[i] as number) + 0.35 * hair - args.bare - 0.35 * at.rim;
    alpha *= catches <= 0 ? 0 : Math.min(1, catches * 4);
  }
  if (alpha <= 0.01) return;
  const uneven = 1 + args.bristle * (hair - 0.5) * 0.34;
  const r = image.r[i] as number;
  const g = image.g[i] as number;
  const b = image.b[i] as number;
  image.r[i] = r + alpha * (Math.min(1, (strokes[at.tail + 2] as number) * uneven) - r);
  image.g[i] = g + alpha * (Math.min(1, (strokes[at.tail + 3] as number) * uneven) - g);
  image.b[i] = b + alpha * (Math.min(1, (strokes[at.tail + 4] as number) * uneven) - b);
  // Paint is pushed to the rim and to the end of a stroke, and grooved by the hairs.
  const ridge = 0.3 + 0.5 * at.rim * at.rim + 0.45 * (hair - 0.5) * args.bristle + 0.25 * at.gone;
  const h = height[i] as number;
  height[i] = h + alpha * (ridge * Math.min(1, 0.35 + radius / 14) - h);
}
