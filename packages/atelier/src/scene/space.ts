import { type Bands, defineKernel } from '../raster/kernel.ts';
import { length2 } from '../raster/length.ts';
import { clamp01, fbm, gradientNoise, hashCell, mix, smoothstep } from '../raster/noise.ts';
import { linearToSrgb } from '../raster/oklab.ts';
import type { Raster } from '../raster/raster.ts';
import type { Rgb } from './define-scene.ts';
import { type Pixel, type Rendered, softKnee } from './shader.ts';

/** What hangs in a sky without air; colours are linear light. */
export interface SpaceOptions {
  readonly seed: number;
  /** Middle and radius, in units of half the height from the picture's middle. */
  readonly planet: readonly [x: number, y: number, radius: number];
  readonly ring: boolean;
  readonly color: Rgb;
  readonly sun: readonly [number, number, number];
}

interface SpaceArgs extends SpaceOptions {
  readonly image: Raster;
  readonly depth: Float32Array;
}

/** Stars, nebulae and a planet wherever the view saw nothing but sky, in place. */
export function paintSkyOver(
  view: Rendered,
  { bands }: { readonly bands: Bands },
  options: SpaceOptions,
): void {
  const args: SpaceArgs = { ...options, image: view.image, depth: view.depth.data };
  bands.run(spaceRows, args, view.image.height);
}

const spaceRows = defineKernel<SpaceArgs>('scene/space', (args, y0, y1) => {
  const { image, depth } = args;
  const { width, height } = image;
  const pixel: Pixel = { r: 0, g: 0, b: 0, depth: 1 };
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      // At the edge of the land the depth is a mean, and so must the colour be.
      const open = smoothstep(0.985, 1, depth[i] as number);
      if (open <= 0) continue;
      const u = (2 * x + 1 - width) / height;
      const v = 1 - (2 * y + 1) / height;
      shadeSpace(args, { u, v, pixel: 2 / height }, pixel);
      image.r[i] = mix(image.r[i] as number, linearToSrgb(softKnee(pixel.r)), open);
      image.g[i] = mix(image.g[i] as number, linearToSrgb(softKnee(pixel.g)), open);
      image.b[i] = mix(image.b[i] as number, linearToSrgb(softKnee(pixel.b)), open);
    }
  }
});

interface Spot {
  readonly u: number;
  readonly v: number;
  /** Width of a pixel in the same units. */
  readonly pixel: number;
}

function shadeSpace(args: SpaceArgs, at: Spot, out: Pixel): void {
  const { u, v } = at;
  const { seed, planet } = args;
  const warp = fbm(u * 1.1 + 3, v * 1.1, { seed, octaves: 3 });
  const cloud = fbm(u * 1.3 + warp * 1.2, v * 1.3 - warp, { seed: seed + 3, octaves: 5 });
  const hue = fbm(u * 0.7 - 2, v * 0.7 + 5, { seed: seed + 5, octaves: 2 });
  const glow = smoothstep(-0.05, 0.62, cloud) ** 1.6;
  out.r = 0.004 + glow * mix(0.2, 0.42, clamp01(0.5 + hue));
  out.g = 0.005 + glow * mix(0.16, 0.06, clamp01(0.5 + hue));
  out.b = 0.014 + glow * 0.42;
  addStar(out, { u, v, scale: 42, seed });
  addStar(out, { u, v, scale: 17, seed: seed + 1 });
  const dx = (u - planet[0]) / planet[2];
  const dy = (v - planet[1]) / planet[2];
  if (args.ring) addRing(args, { dx, dy, front: false }, out);
  addPlanet(args, { dx, dy, edge: at.pixel / planet[2] }, out);
  if (args.ring) addRing(args, { dx, dy, front: true }, out);
}

function addStar(out: Pixel, star: { u: number; v: number; scale: number; seed: number }): void {
  const x = star.u * star.scale;
  const y = star.v * star.scale;
  const hash = hashCell(Math.floor(x), Math.floor(y), star.seed);
  if ((hash & 7) > 2) return;
  const dx = x - Math.floor(x) - 0.2 - (((hash >> 8) & 255) / 255) * 0.6;
  const dy = y - Math.floor(y) - 0.2 - (((hash >> 16) & 255) / 255) * 0.6;
  const size = (0.02 + (((hash >> 4) & 15) / 15) ** 3 * 0.05) * (star.scale / 30);
  const light = Math.exp(-(dx * dx + dy * dy) / (size * size)) * (0.4 + ((hash >> 24) & 127) / 127);
  out.r += light * ((hash & 64) > 0 ? 1 : 0.8);
  out.g += light * 0.9;
  out.b += light * ((hash & 64) > 0 ? 0.8 : 1.1);
}

interface PlanetSpot {
  readonly dx: number;
  readonly dy: number;
  readonly edge: number;
}

function addPlanet(args: SpaceArgs, { dx, dy, edge }: PlanetSpot, out: Pixel): void {
  const d = length2(dx, dy);
  const { sun, color, seed } = args;
  const halo = Math.exp(-Math.max(0, d - 1) * 14) * 0.3 * clamp01(0.4 + dx * sun[0]);
  out.r += color[0] * halo;
  out.g += color[1] * halo;
  out.b += color[2] * halo;
  const cover = 1 - smoothstep(1 - edge, 1 + edge, d);
  if (cover <= 0) return;
  const nz = Math.sqrt(Math.max(0, 1 - d * d));
  const facing = dx * Math.sign(sun[0]) * 0.75 + dy * 0.35 + nz * 0.56;
  const light = smoothstep(-0.12, 0.85, facing);
  const bands = fbm(dx * 0.6, dy * 7 + gradientNoise(dx * 2, dy * 3, seed) * 0.6, {
    seed,
    octaves: 4,
  });
  const tone = (0.85 + bands * 0.42) * light;
  const rim = (1 - nz) ** 3 * light * 0.5;
  out.r = mix(out.r, color[0] * tone + rim * 0.7, cover);
  out.g = mix(out.g, color[1] * tone + rim * 0.8, cover);
  out.b = mix(out.b, color[2] * tone + rim, cover);
}

interface RingSpot {
  readonly dx: number;
  readonly dy: number;
  /** The half of the ring before the planet, or the half behind it. */
  readonly front: boolean;
}

function addRing(args: SpaceArgs, { dx, dy, front }: RingSpot, out: Pixel): void {
  const x = dx * 0.94 + dy * 0.34;
  const y = (dy * 0.94 - dx * 0.34) / 0.24;
  if (y < 0 !== front) return;
  const d = length2(x, y);
  if (d < 1.3 || d > 2.15) return;
  const grooves = 0.6 + 0.4 * gradientNoise(d * 26, 0.5, args.seed + 9);
  const alpha = smoothstep(1.3, 1.36, d) * smoothstep(2.15, 2.05, d) * grooves * 0.8;
  const gap = 1 - 0.8 * Math.exp(-(((d - 1.78) / 0.03) ** 2));
  const shade = !front && Math.abs(x * 0.94) < 0.9 ? 0.35 : 1;
  out.r = mix(out.r, (args.color[0] * 0.6 + 0.3) * shade, alpha * gap);
  out.g = mix(out.g, (args.color[1] * 0.6 + 0.27) * shade, alpha * gap);
  out.b = mix(out.b, (args.color[2] * 0.6 + 0.24) * shade, alpha * gap);
}
