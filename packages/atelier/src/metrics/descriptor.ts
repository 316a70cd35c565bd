import { gaussianBlur } from '../raster/blur.ts';
import { createRandom } from '../raster/random.ts';
import type { Plane } from '../raster/raster.ts';
import type { Pair } from './edges.ts';
import { INSIDE } from './interior.ts';

/** Agreement of local binary descriptors, and at how many points it was looked at. */
export interface DescriptorAgreement {
  /** 0..1, chance = 0.5; null when there are too few points to tell. */
  readonly agreement: number | null;
  readonly keypoints: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly score: number;
}

const FEWEST_POINTS = 8;
const MOST_POINTS = 400;
/** Lightness steps smaller than this in the source are noise and no test. */
const SMALLEST_STEP = 0.012;
/** A descriptor with fewer usable tests says nothing. */
const FEWEST_TESTS = 24;

/**
 * Mean bit agreement of binary descriptors at the source's own corners (Calonder, Lepetit, Strecha,
 * Fua 2010, "BRIEF"; corners by Harris and Stephens 1988, measured as for ORB, Rublee et al. 2011).
 * Nothing is turned or scaled between the two pictures, so neither are the patterns.
 */
export function descriptorAgreement(pair: Pair): DescriptorAgreement {
  const side = Math.max(pair.mask.width, pair.mask.height);
  const sigma = Math.max(1, side / 260);
  const source = gaussianBlur(pair.source, sigma, pair.bands);
  const result = gaussianBlur(pair.result, sigma, pair.bands);
  let sum = 0;
  let used = 0;
  const points = findCorners(source, pair.mask);
  for (const zoom of [1, 2]) {
    const tests = testPattern(zoom * Math.max(6, side / 28));
    for (const point of points) {
      const share = compareAt(point, tests, { source, result, mask: pair.mask });
      if (share === null) continue;
      sum += share;
      used++;
    }
  }
  const keypoints = points.length;
  return { agreement: used < FEWEST_POINTS ? null : sum / used, keypoints };
}

/** 256 pairs of points around a centre, spread by a Gaussian as in BRIEF's second pattern. */
function testPattern(radius: number): Int32Array {
  const random = createRandom(20_100_905);
  const gaussian = () => {
    const length = Math.sqrt(-2 * Math.log(1 - random.next()));
    return length * Math.cos(2 * Math.PI * random.next());
  };
  return Int32Array.from({ length: 1024 }, () => {
    const offset = gaussian() * radius * 0.5;
    return Math.round(Math.max(-radius, Math.min(radius, offset)));
  });
}

type Planes = Pick<Pair, 'source' | 'result' | 'mask'>;

/** Share of tests that come out alike, or null when too few lie inside the mask. */
function compareAt({ x, y }: Point, tests: Int32Array, planes: Planes): number | null {
  const { source, result, mask } = planes;
  const { width, height } = mask;
  const at = (dx: number, dy: number) => {
    const px = x + dx;
    const py = y + dy;
    if (px < 0 || py < 0 || px >= width || py >= height) return -1;
    const i = py * width + px;
    return (mask.data[i] as number) < INSIDE ? -1 : i;
  };
  let alike = 0;
  let counted = 0;
  for (let t = 0; t < tests.length; t += 4) {
    const p = at(tests[t] as number, tests[t + 1] as number);
    const q = at(tests[t + 2] as number, tests[t + 3] as number);
    if (p < 0 || q < 0) continue;
    const step = (source.data[p] as number) - (source.data[q] as number);
    if (Math.abs(step) < SMALLEST_STEP) continue;
    counted++;
    const other = (result.data[p] as number) - (result.data[q] as number);
    if (step > 0 === other > 0) alike++;
  }
  return counted < FEWEST_TESTS ? null : alike / counted;
}

/** Strongest Harris corners inside the mask, no two closer than a few pixels. */
function findCorners(light: Plane, mask: Plane): Point[] {
  const { width, height } = light;
  const response = harris(light);
  const reach = Math.max(2, Math.round(Math.max(width, height) / 150));
  const found: Point[] = [];
  for (let y = reach; y < height - reach; y++) {
    for (let x = reach; x < width - reach; x++) {
      const i = y * width + x;
      const score = response[i] as number;
      if (score < 1e-9 || (mask.data[i] as number) < INSIDE) continue;
      if (isPeak(response, { x, y, width, reach })) found.push({ x, y, score });
    }
  }
  found.sort((a, b) => b.score - a.score || a.y - b.y || a.x - b.x);
  return found.slice(0, MOST_POINTS);
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly reach: number;
}

function isPeak(response: Float32Array, { x, y, width, reach }: Spot): boolean {
  const score = response[y * width + x] as number;
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const other = response[(y + dy) * width + x + dx] as number;
      const earlier = dy < 0 || (dy === 0 && dx < 0);
      if (other > score || (earlier && other === score)) return false;
    }
  }
  return true;
}

function harris({ width, height, data }: Plane): Float32Array {
  const out = new Float32Array(width * height);
  const dx = new Float32Array(width * height);
  const dy = new Float32Array(width * height);
  for (let i = width + 1; i < data.length - width - 1; i++) {
    dx[i] = (data[i + 1] as number) - (data[i - 1] as number);
    dy[i] = (data[i + width] as number) - (data[i - width] as number);
  }
  for (let y = 3; y < height - 3; y++) {
    for (let x = 3; x < width - 3; x++) {
      let xx = 0;
      let yy = 0;
      let xy = 0;
      for (let v = -2; v <= 2; v++) {
        for (let u = -2; u <= 2; u++) {
          const i = (y + v) * width + x + u;
          const gx = dx[i] as number;
          const gy = dy[i] as number;
          xx += gx * gx;
          yy += gy * gy;
          xy += gx * gy;
        }
      }
      out[y * width + x] = xx * yy - xy * xy - 0.05 * (xx + yy) ** 2;
    }
  }
  return out;
}
