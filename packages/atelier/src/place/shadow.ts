import { broadBlur } from '../raster/broad-blur.ts';
import { type Bands, defineKernel } from '../raster/kernel.ts';
import { clamp01, fbm } from '../raster/noise.ts';
import { createPlane, type Plane, type Raster, releaseFloats } from '../raster/raster.ts';
import { sampleBilinear } from '../raster/resample.ts';
import type { SceneLight } from '../scene/define-scene.ts';
import type { PlacedCharacter } from './frame-character.ts';

/** What the ground under a character is like. */
export interface GroundOptions {
  readonly character: PlacedCharacter;
  readonly light: SceneLight;
  /** Row of the horizon in pixels: no shadow falls on the sky. */
  readonly horizonY: number;
  readonly wetness: number;
  readonly bands: Bands;
}

/** Darkens the ground where the character touches it and where it keeps the light away. */
export function castShadows(image: Raster, options: GroundOptions): void {
  const { character, light, bands } = options;
  const { box, footY } = character;
  if (footY === null) return;
  const { width, height } = image;
  const cover: Plane = { width, height, data: character.rgba.a };
  const touch = contactOf(cover, { box, footY });
  const near = broadBlur(touch, Math.max(1, box.height * 0.012), bands);
  const wide = broadBlur(touch, Math.max(1.5, box.height * 0.045), bands);
  const args: ShadowArgs = {
    image,
    near,
    wide,
    sharp: broadBlur(cover, Math.max(1, box.height * 0.006), bands),
    soft: broadBlur(cover, Math.max(1.5, box.height * 0.03), bands),
    footY,
    reach: box.height,
    horizonY: options.horizonY,
    slide: fall(light),
    hardness: light.hardness,
  };
  bands.run(shadowRows, args, height);
  const used = [touch, near, wide, args.sharp, args.soft];
  releaseFloats(...used.map((plane) => plane.data));
}

/** How far the shadow of a point one unit high lies to the right and towards the camera. */
function fall(light: SceneLight): readonly [number, number] {
  const [x, y, z] = light.source;
  const steep = Math.max(0.42, y);
  const across = Math.max(-1.3, Math.min(1.3, -x / steep));
  const towards = Math.max(-0.5, Math.min(0.42, (-z / steep) * 0.24));
  // A shadow exactly sideways would have no height on the screen.
  return [across, Math.abs(towards) < 0.1 ? (towards < 0 ? -0.1 : 0.1) : towards];
}

/** The lowest part of the silhouette flattened to the ground line. */
function contactOf(cover: Plane, at: { box: { height: number }; footY: number }): Plane {
  const { width, height, data } = cover;
  const out = createPlane(width, height);
  const rise = Math.max(2, Math.round(at.box.height * 0.075));
  const thick = Math.max(1, Math.round(at.box.height * 0.012));
  for (let x = 0; x < width; x++) {
    let most = 0;
    for (let y = Math.max(0, at.footY - rise); y < at.footY; y++) {
      const close = 1 - (at.footY - y) / (rise * 1.3);
      most = Math.max(most, (data[y * width + x] as number) * close);
    }
    if (most === 0) continue;
    for (let y = at.footY - thick * 2; y < at.footY + thick; y++) {
      if (y >= 0 && y < height) out.data[y * width + x] = most;
    }
  }
  return out;
}

interface ShadowArgs {
  readonly image: Raster;
  readonly near: Plane;
  readonly wide: Plane;
  readonly sharp: Plane;
  readonly soft: Plane;
  readonly footY: number;
  readonly reach: number;
  readonly horizonY: number;
  readonly slide: readonly [number, number];
  readonly hardness: number;
}

const shadowRows = defineKernel<ShadowArgs>('place/shadows', (args, y0, y1) => {
  const { image, near, wide, footY } = args;
  const { width } = image;
  for (let y = y0; y < y1; y++) {
    if (y < args.horizonY) continue;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const touch = (near.data[i] as number) * 0.5 + (wide.data[i] as number) * 0.75;
      const cast = args.hardness > 0.02 ? castAt(args, x, y - footY) * args.hardness : 0;
      const dark = 1 - (1 - clamp01(touch) * 0.62) * (1 - cast * 0.42);
      if (dark < 0.002) continue;
      // Shadow keeps a little of the sky's blue.
      image.r[i] = (image.r[i] as number) * (1 - dark);
      image.g[i] = (image.g[i] as number) * (1 - dark * 0.97);
      image.b[i] = (image.b[i] as number) * (1 - dark * 0.9);
    }
  }
});

function castAt(args: ShadowArgs, x: number, below: number): number {
  const up = below / args.slide[1];
  if (up < 0 || up > args.reach * 1.05) return 0;
  const far = up / args.reach;
  const fromX = x - args.slide[0] * up;
  const fromY = args.footY - 1 - up;
  const sharp = sampleBilinear(args.sharp, fromX, fromY);
  const soft = sampleBilinear(args.soft, fromX, fromY);
  const blend = clamp01(far * 1.6 + 0.15);
  return (sharp + (soft - sharp) * blend) * (1 - far * 0.55);
}

/** Mirrors the character in a wet ground, stretched and broken by ripples. */
export function reflectInGround(image: Raster, options: GroundOptions): void {
  const { character, wetness, bands } = options;
  if (character.footY === null || wetness < 0.15) return;
  const { width, height, r, g, b, a } = character.rgba;
  const sigma = Math.max(1.2, character.box.height * 0.012);
  const faded = (data: Float32Array) => {
    const out = createPlane(width, height);
    for (let i = 0; i < data.length; i++) out.data[i] = (data[i] as number) * (a[i] as number);
    const soft = broadBlur(out, sigma, bands);
    releaseFloats(out.data);
    return soft;
  };
  const args: MirrorArgs = {
    image,
    r: faded(r),
    g: faded(g),
    b: faded(b),
    a: broadBlur({ width, height, data: a }, sigma, bands),
    footY: character.footY,
    reach: character.box.height,
    wetness,
  };
  bands.run(mirrorRows, args, height);
  releaseFloats(args.r.data, args.g.data, args.b.data, args.a.data);
}

interface MirrorArgs {
  readonly image: Raster;
  readonly r: Plane;
  readonly g: Plane;
  readonly b: Plane;
  readonly a: Plane;
  readonly footY: number;
  readonly reach: number;
  readonly wetness: number;
}

const mirrorRows = defineKernel<MirrorArgs>('place/mirror', (args, y0, y1) => {
  const { image, footY, reach, wetness } = args;
  const { width } = image;
  for (let y = Math.max(y0, footY - 1); y < y1; y++) {
    const below = y - footY + 1;
    for (let x = 0; x < width; x++) {
      const scale = reach * 0.02;
      const ripple = fbm(x / (scale * 5), y / scale, { seed: 41, octaves: 2 });
      const fromX = x + ripple * scale * (0.4 + below / reach);
      const fromY = footY - below * 1.04 + ripple * scale;
      const cover = sampleBilinear(args.a, fromX, fromY);
      if (cover < 0.003) continue;
      const alpha = wetness * 0.72 * (1 - clamp01(below / (reach * 0.8)) * 0.75);
      const i = y * width + x;
      const keep = 1 - cover * alpha;
      const shine = alpha * 0.86;
      image.r[i] = (image.r[i] as number) * keep + sampleBilinear(args.r, fromX, fromY) * shine;
      image.g[i] = (image.g[i] as number) * keep + sampleBilinear(args.g, fromX, fromY) * shine;
      image.b[i] = (image.b[i] as number) * keep + sampleBilinear(args.b, fromX, fromY) * shine;
    }
  }
});
