/**
 * Seeded noise without tables: every value is a pure function of position and seed, so kernels can
 * call it from any worker.
 */

/** Octaves of noise: how many, how much weaker and how much finer each next one is. */
export interface FbmSpec {
  readonly seed: number;
  readonly octaves: number;
  /** Amplitude of the next octave, 0.5 by default. */
  readonly gain?: number;
  /** Frequency of the next octave, 2.03 by default (not 2, so that lattices do not line up). */
  readonly lacunarity?: number;
  /** Width of a pixel on the first octave's lattice: what is finer fades out; 0 by default. */
  readonly width?: number;
}

/** 32 well mixed bits of an integer lattice point. */
export function hashCell(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Uniform 0..1 of an integer lattice point. */
export function randomCell(x: number, y: number, seed: number): number {
  return hashCell(x, y, seed) / 4294967296;
}

/** Smooth value noise, 0..1. */
export function valueNoise(x: number, y: number, seed: number): number {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  const fx = x - ix;
  const fy = y - iy;
  const u = fx * fx * (3 - 2 * fx);
  const v = fy * fy * (3 - 2 * fy);
  const a = hashCell(ix, iy, seed);
  const b = hashCell(ix + 1, iy, seed);
  const c = hashCell(ix, iy + 1, seed);
  const d = hashCell(ix + 1, iy + 1, seed);
  return (a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v) / 4294967296;
}

/** Sixteen directions for gradient noise. */
const SLOPE_X = new Float64Array(16);
const SLOPE_Y = new Float64Array(16);
for (let i = 0; i < 16; i++) {
  SLOPE_X[i] = 1.42 * Math.cos((i * Math.PI) / 8 + 0.2);
  SLOPE_Y[i] = 1.42 * Math.sin((i * Math.PI) / 8 + 0.2);
}

/** Gradient noise (Perlin 2002), about -1..1. Written out flat: scenes spend most time here. */
export function gradientNoise(x: number, y: number, seed: number): number {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  const fx = x - ix;
  const fy = y - iy;
  const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
  const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
  const s = Math.imul(seed, 0x9e3779b1);
  const left = Math.imul(ix, 0x27d4eb2d) ^ s;
  const right = Math.imul(ix + 1, 0x27d4eb2d) ^ s;
  const top = Math.imul(iy, 0x165667b1);
  const low = Math.imul(iy + 1, 0x165667b1);
  const i = directionOf(left ^ top);
  const j = directionOf(right ^ top);
  const k = directionOf(left ^ low);
  const l = directionOf(right ^ low);
  const a = (SLOPE_X[i] as number) * fx + (SLOPE_Y[i] as number) * fy;
  const b = (SLOPE_X[j] as number) * (fx - 1) + (SLOPE_Y[j] as number) * fy;
  const c = (SLOPE_X[k] as number) * fx + (SLOPE_Y[k] as number) * (fy - 1);
  const d = (SLOPE_X[l] as number) * (fx - 1) + (SLOPE_Y[l] as number) * (fy - 1);
  return a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v;
}

function directionOf(bits: number): number {
  const h = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b);
  return Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 28;
}

/** Lattice cells a pixel wide show nothing but noise. */
const FINEST = 0.8;

/** Fractal sum of gradient noise, about -1..1. */
export function fbm(x: number, y: number, spec: FbmSpec): number {
  const gain = spec.gain ?? 0.5;
  const lacunarity = spec.lacunarity ?? 2.03;
  let sum = 0;
  let total = 0;
  let amplitude = 1;
  let width = spec.width ?? 0;
  let px = x;
  let py = y;
  for (let octave = 0; octave < spec.octaves; octave++) {
    total += amplitude;
    if (width < FINEST) {
      const seen = amplitude * Math.min(1, 2 - (2 * width) / FINEST);
      sum += seen * gradientNoise(px, py, spec.seed + octave * 101);
    }
    amplitude *= gain;
    width *= lacunarity;
    // Each octave is turned by about 37 degrees, which hides the lattice.
    const turned = px * 0.8 - py * 0.6;
    py = (px * 0.6 + py * 0.8) * lacunarity;
    px = turned * lacunarity;
  }
  return sum / total;
}

/** Ridged fractal noise (Musgrave 1994), 0..1, sharp crests near 1. */
export function ridged(x: number, y: number, spec: FbmSpec): number {
  const gain = spec.gain ?? 0.5;
  const lacunarity = spec.lacunarity ?? 2.03;
  let sum = 0;
  let total = 0;
  let amplitude = 1;
  let weight = 1;
  let px = x;
  let py = y;
  for (let octave = 0; octave < spec.octaves; octave++) {
    const crest = 1 - Math.abs(gradientNoise(px, py, spec.seed + octave * 101));
    const signal = crest * crest * weight;
    sum += amplitude * signal;
    total += amplitude;
    weight = Math.min(1, signal * 1.6);
    amplitude *= gain;
    const turned = px * 0.8 - py * 0.6;
    py = (px * 0.6 + py * 0.8) * lacunarity;
    px = turned * lacunarity;
  }
  return sum / total;
}

/** Distance to the nearest jittered lattice point, 0..about 1.2 (Worley 1996). */
export function cellNoise(x: number, y: number, seed: number): number {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  let best = 9;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const hash = hashCell(ix + dx, iy + dy, seed);
      const px = ix + dx + (hash & 0xffff) / 65536 - x;
      const py = iy + dy + (hash >>> 16) / 65536 - y;
      const distance = px * px + py * py;
      if (distance < best) best = distance;
    }
  }
  return Math.sqrt(best);
}

/** Hermite step from 0 at `low` to 1 at `high`. */
export function smoothstep(low: number, high: number, x: number): number {
  const t = (x - low) / (high - low);
  if (t <= 0) return 0;
  if (t >= 1) return 1;
  return t * t * (3 - 2 * t);
}

/** Linear mix: `a` at 0, `b` at 1. */
export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** `x` held within 0..1. */
export function clamp01(x: number): number {
  return x < 0 ? 0 : Math.min(x, 1);
}
