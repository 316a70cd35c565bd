import type { Random } from '../raster/random.ts';
import type { Rgb } from './define-scene.ts';

/** One building along a street; lengths in metres. */
export interface Block {
  /** Near and far end along the street. */
  readonly z0: number;
  readonly z1: number;
  /** Distance of its front from the street's middle. */
  readonly front: number;
  readonly height: number;
  readonly wall: Rgb;
  /** 0 punched windows, 1 ribbons of glass, 2 glass all over, 3 brick with tall windows. */
  readonly style: number;
  readonly bay: number;
  readonly seed: number;
  readonly shop: Rgb;
  /** A sign across the pavement, or null. */
  readonly sign: Sign | null;
}

/** A lit sign standing out from a front. */
export interface Sign {
  readonly z: number;
  readonly reach: number;
  readonly bottom: number;
  readonly top: number;
  readonly color: Rgb;
  readonly seed: number;
}

/** How the buildings of one side are drawn up. */
export interface RowOptions {
  readonly random: Random;
  readonly front: number;
  readonly tall: readonly [number, number];
  readonly walls: readonly Rgb[];
  readonly shops: readonly Rgb[];
  readonly neon: readonly Rgb[];
  /** Share of buildings with a sign. */
  readonly signs: number;
}

const FAR_END = 190;

/** The buildings of one side, near to far. */
export function buildRow(options: RowOptions): Block[] {
  const { random } = options;
  const blocks: Block[] = [];
  let z = -12;
  while (z < FAR_END) {
    const length = random.between(7, 17);
    const from = <T>(list: readonly T[]) => list[Math.floor(random.next() * list.length)] as T;
    const [low, high] = options.tall;
    const height = low + (high - low) * random.next() ** 1.6;
    blocks.push({
      z0: z,
      z1: z + length,
      front: options.front + (random.next() < 0.25 ? random.between(0.4, 1.6) : 0),
      height,
      wall: from(options.walls),
      style: Math.floor(random.next() * 4),
      bay: random.between(1.7, 3.2),
      seed: Math.floor(random.next() * 65536),
      shop: from(options.shops),
      sign: random.next() < options.signs ? signAt(options, z, height) : null,
    });
    z += length + (random.next() < 0.12 ? random.between(1.5, 4) : 0);
  }
  return blocks;
}

function signAt({ random, neon }: RowOptions, z: number, height: number): Sign {
  const bottom = random.between(3.6, 6.5);
  return {
    z: z + random.between(0.6, 3),
    reach: random.between(0.8, 1.7),
    bottom,
    top: Math.min(height - 1, bottom + random.between(2.2, 6.5)),
    color: neon[Math.floor(random.next() * neon.length)] as Rgb,
    seed: Math.floor(random.next() * 65536),
  };
}

/** Where a ray met the street's sides. */
export interface StreetHit {
  t: number;
  /** 0 = nothing, 1 = a front, 2 = a side wall, 3 = a sign. */
  kind: 0 | 1 | 2 | 3;
  block: Block | null;
  /** Metres along the wall and above the ground. */
  u: number;
  v: number;
}

/** A ray: origin and direction, both x, y, z. */
export interface Ray {
  ox: number;
  oy: number;
  oz: number;
  dx: number;
  dy: number;
  dz: number;
}

/** First building or sign a ray meets on the side it points to; `hit.kind` is 0 when none. */
export function traceRow(blocks: readonly Block[], ray: Ray, hit: StreetHit): void {
  hit.kind = 0;
  hit.t = 1e9;
  const { ox, oy, oz, dx, dy, dz } = ray;
  const side = dx < 0 ? -1 : 1;
  const across = Math.max(1e-6, Math.abs(dx));
  const from = ox * side;
  for (const block of blocks) {
    if (block.z1 < oz) continue;
    if (hit.kind !== 0 && (block.z0 - oz) / dz > hit.t + 4) return;
    if (block.sign) traceSign(block, ray, hit);
    const tFront = (block.front - from) / across;
    const zFront = oz + dz * tFront;
    if (zFront >= block.z0 && zFront <= block.z1) {
      const y = oy + dy * tFront;
      if (y >= 0 && y <= block.height && tFront > 0 && tFront < hit.t) {
        set(hit, { t: tFront, kind: 1, block, u: zFront - block.z0, v: y });
      }
      continue;
    }
    if (zFront > block.z0) continue;
    // The ray is past the front line before the building begins: it may meet its near wall.
    const tSide = (block.z0 - oz) / dz;
    const x = from + across * tSide;
    const y = oy + dy * tSide;
    if (tSide <= 0 || x > block.front + 16 || y < 0 || y > block.height || tSide >= hit.t) continue;
    set(hit, { t: tSide, kind: 2, block, u: x - block.front, v: y });
  }
}

function traceSign(block: Block, ray: Ray, hit: StreetHit): void {
  const sign = block.sign as Sign;
  const t = (sign.z - ray.oz) / ray.dz;
  if (t <= 0 || t >= hit.t) return;
  const y = ray.oy + ray.dy * t;
  if (y < sign.bottom || y > sign.top) return;
  const x = Math.abs(ray.ox + ray.dx * t);
  const u = block.front - 0.15 - x;
  if (u < 0 || u > sign.reach || (ray.ox + ray.dx * t) * ray.dx < 0) return;
  set(hit, { t, kind: 3, block, u: u / sign.reach, v: (y - sign.bottom) / sign.reach });
}

function set(hit: StreetHit, to: StreetHit): void {
  hit.t = to.t;
  hit.kind = to.kind;
  hit.block = to.block;
  hit.u = to.u;
  hit.v = to.v;
}
