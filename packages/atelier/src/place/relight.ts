import { broadBlur } from '../raster/broad-blur.ts';
import { type Bands, defineKernel } from '../raster/kernel.ts';
import { length2 } from '../raster/length.ts';
import { clamp01, smoothstep } from '../raster/noise.ts';
import { linearToOklab, oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import { createFloats, type Plane, type RasterA, releaseFloats } from '../raster/raster.ts';
import type { Rgb, SceneLight } from '../scene/define-scene.ts';

/** A colour may turn by no more than this (radians: 12 degrees). */
export const MAX_HUE_TURN = (12 * Math.PI) / 180;
/** Share of its chroma that a colour keeps at least. */
export const MIN_CHROMA_KEPT = 0.8;

/** How a character is lit. */
export interface RelightOptions {
  readonly light: SceneLight;
  /** Height of the character in pixels: the scale of its roundness. */
  readonly size: number;
  readonly bands: Bands;
}

type Lab = [number, number, number];

interface RelightArgs {
  readonly rgba: RasterA;
  readonly out: RasterA;
  /** Coverage blurred little, more and much: the slopes of an inflated shape (Johnston 2002). */
  readonly fine: Plane;
  readonly mid: Plane;
  readonly broad: Plane;
  readonly direction: readonly [number, number, number];
  readonly source: readonly [number, number, number];
  readonly key: Lab;
  readonly fill: Lab;
  readonly exposure: number;
  readonly size: number;
}

/**
 * The character under the scene's light. Light acts on lightness and on a rim along the outline;
 * hue turns by at most 12 degrees and at least 80 % of the chroma stays, so that a yellow duck is
 * still yellow under water.
 */
export function relight(rgba: RasterA, options: RelightOptions): RasterA {
  const { light, size, bands } = options;
  const { width, height } = rgba;
  const cover: Plane = { width, height, data: rgba.a };
  const planes = [0, 1, 2].map(() => createFloats(width * height));
  const [r, g, b] = planes as [Float32Array, Float32Array, Float32Array];
  const out: RasterA = { width, height, r, g, b, a: rgba.a };
  const args: RelightArgs = {
    rgba,
    out,
    fine: broadBlur(cover, Math.max(1, size * 0.006), bands),
    mid: broadBlur(cover, Math.max(1.2, size * 0.022), bands),
    broad: broadBlur(cover, Math.max(1.5, size * 0.07), bands),
    direction: light.direction,
    source: light.source,
    key: labOf(light.key),
    fill: labOf(light.fill),
    exposure: light.exposure,
    size,
  };
  bands.run(relightRows, args, height);
  releaseFloats(args.fine.data, args.mid.data, args.broad.data);
  return out;
}

function labOf(color: Rgb): Lab {
  const top = Math.max(color[0], color[1], color[2], 1e-3);
  return linearToOklab(color[0] / top, color[1] / top, color[2] / top);
}

const relightRows = defineKernel<RelightArgs>('place/relight', (args, y0, y1) => {
  const { rgba, out } = args;
  const { width } = rgba;
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if ((rgba.a[i] as number) <= 0) continue;
      const was = srgbToOklab(rgba.r[i] as number, rgba.g[i] as number, rgba.b[i] as number);
      const now = lightPixel(args, was, { x, y });
      const kept = keepIdentity(was, now);
      const color = oklabToSrgb(...fitGamut(kept, was[0]));
      out.r[i] = color[0];
      out.g[i] = color[1];
      out.b[i] = color[2];
    }
  }
});

function lightPixel(args: RelightArgs, was: Lab, at: { x: number; y: number }): Lab {
  const { direction, source, key, fill, exposure } = args;
  const fine = slopeAt(args.fine, at);
  const mid = slopeAt(args.mid, at);
  const broad = slopeAt(args.broad, at);
  const s = args.size;
  const nx = -(fine[0] * 0.006 + mid[0] * 0.03 + broad[0] * 0.13) * s * 1.7;
  const ny = (fine[1] * 0.006 + mid[1] * 0.03 + broad[1] * 0.13) * s * 1.7;
  const nz = 1 / Math.sqrt(1 + nx * nx + ny * ny);
  const facing = nx * nz * direction[0] + ny * nz * direction[1] + nz * direction[2];
  const lambert = clamp01(facing * 0.6 + 0.4);
  const cover = args.mid.data[at.y * args.mid.width + at.x] as number;
  const edge = smoothstep(0.98, 0.55, cover);
  const along = (nx * source[0] + ny * source[1]) / Math.max(0.3, length2(nx, ny));
  const behind = 0.45 + 0.55 * clamp01(-source[2] + 0.3);
  const rim = edge * clamp01(along * 0.9 + 0.1) ** 1.5 * behind;
  const bounce = edge * clamp01(-along) * 0.35 + clamp01(-ny * nz) * 0.12;
  // Dark scenes darken the lights more than the shadows, so a black coat keeps its shape.
  const gain = exposure * (0.87 + 0.24 * lambert);
  const lightness = was[0] * gain + rim * 0.2 * (1 - was[0] * 0.55) + bounce * 0.05;
  const tint = 0.16 * lambert + rim * 0.85;
  const cast = 0.1 * (1 - lambert) + bounce * 0.4;
  return [
    clamp01(lightness),
    was[1] + key[1] * tint + fill[1] * cast,
    was[2] + key[2] * tint + fill[2] * cast,
  ];
}

function slopeAt(plane: Plane, { x, y }: { x: number; y: number }): [number, number] {
  const { width, height, data } = plane;
  const left = data[y * width + Math.max(0, x - 1)] as number;
  const right = data[y * width + Math.min(width - 1, x + 1)] as number;
  const up = data[Math.max(0, y - 1) * width + x] as number;
  const down = data[Math.min(height - 1, y + 1) * width + x] as number;
  return [(right - left) * 0.5, (down - up) * 0.5];
}

/** Limits a change of colour: neutrals stay near neutral, others keep hue and most chroma. */
export function keepIdentity(was: Lab, now: Lab): Lab {
  const chroma = length2(was[1], was[2]);
  let a = now[1];
  let b = now[2];
  const room = 0.014 + chroma * 0.35;
  const moved = length2(a - was[1], b - was[2]);
  if (moved > room) {
    a = was[1] + ((a - was[1]) * room) / moved;
    b = was[2] + ((b - was[2]) * room) / moved;
  }
  if (chroma < 0.02) return [now[0], a, b];
  const hue = Math.atan2(was[2], was[1]);
  let turn = Math.atan2(b, a) - hue;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn < -Math.PI) turn += 2 * Math.PI;
  const limit = MAX_HUE_TURN * 0.7;
  const angle = hue + Math.max(-limit, Math.min(limit, turn));
  const kept = Math.min(Math.max(length2(a, b), chroma * 0.92), chroma * 1.08 + 0.008);
  return [now[0], Math.cos(angle) * kept, Math.sin(angle) * kept];
}

/**
 * A colour the screen can show. Clipping channels would turn the hue, so the lightness goes part of
 * the way back to where the colour came from, and what is left over is taken from the chroma.
 */
export function fitGamut(lab: Lab, from: number): Lab {
  const [l, a, b] = lab;
  if (inGamut(l, a, b)) return lab;
  // Up to the last lightness that leaves room for the colour nothing changes, beyond it light and
  // chroma give way alike. No step and no fall on the way: both would be seen as rings.
  const own = roomFor(from, a, b);
  let fits = from;
  let clips = l;
  for (let step = 0; step < 9; step++) {
    const between = (fits + clips) / 2;
    if (inGamut(between, a * own, b * own)) fits = between;
    else clips = between;
  }
  const light = fits + (l - fits) * LIGHT_KEPT;
  const room = roomFor(light, a, b);
  return [light, a * room, b * room];
}

/** Share of the light that is kept beyond what leaves room for a colour. */
const LIGHT_KEPT = 0.5;

/** The share of a colour's chroma that the screen can show at a lightness, by halving. */
function roomFor(lightness: number, a: number, b: number): number {
  if (inGamut(lightness, a, b)) return 1;
  let fits = 0;
  let clips = 1;
  for (let step = 0; step < 9; step++) {
    const share = (fits + clips) / 2;
    if (inGamut(lightness, a * share, b * share)) fits = share;
    else clips = share;
  }
  return fits;
}

/** As `oklabToLinear` would say, without making anything. */
function inGamut(lightness: number, a: number, b: number): boolean {
  const l0 = lightness + 0.3963377774 * a + 0.2158037573 * b;
  const m0 = lightness - 0.1055613458 * a - 0.0638541728 * b;
  const s0 = lightness - 0.0894841775 * a - 1.291485548 * b;
  const l = l0 * l0 * l0;
  const m = m0 * m0 * m0;
  const s = s0 * s0 * s0;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  if (red < -0.0006 || red > 1.004) return false;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  if (green < -0.0006 || green > 1.004) return false;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  return blue > -0.0006 && blue < 1.004;
}
