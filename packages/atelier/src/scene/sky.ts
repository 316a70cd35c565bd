import { clamp01, fbm, mix, smoothstep } from '../raster/noise.ts';
import type { Random } from '../raster/random.ts';
import { linear, mixRgb, scaleRgb } from './color.ts';
import type { Rgb, SceneLight, TimeOfDay, Weather } from './define-scene.ts';
import { mixColor, type Pixel } from './shader.ts';

/** A direction: x right, y up, z away from the camera. */
export type Vec = readonly [x: number, y: number, z: number];

/** Everything a sky needs; plain data, so that kernels can take it. Colours are linear light. */
export interface Sky {
  readonly zenith: Rgb;
  readonly middle: Rgb;
  readonly horizon: Rgb;
  readonly sunColor: Rgb;
  readonly sun: Vec;
  /** Brightness of the disc; 0 = hidden behind cloud. */
  readonly disc: number;
  readonly moon: boolean;
  readonly stars: number;
  readonly cloudLit: Rgb;
  readonly cloudShade: Rgb;
  /** 0 = none .. 1 = overcast. */
  readonly cover: number;
  readonly seed: number;
}

/** What a sky is made from. */
export interface SkyOptions {
  readonly time: TimeOfDay;
  readonly weather: Weather;
  readonly random: Random;
  /** Where the sun stands, radians to the right of the view; absent = anywhere in sight. */
  readonly azimuth?: number;
}

interface Palette {
  readonly zenith: string;
  readonly middle: string;
  readonly horizon: string;
  readonly sun: string;
  readonly lit: string;
  readonly shade: string;
  readonly elevation: number;
  readonly cover: number;
}

const PALETTES: Record<TimeOfDay, readonly Palette[]> = {
  dawn: [
    palette('#4f74b8 #a9b5dc #ffd2b0 #ffe3b8 #ffe0cf #8c94bd', 0.13, 0.42),
    palette('#5a7fae #cdbfd6 #ffc8a0 #ffd9a0 #fff0dc #a396b8', 0.1, 0.5),
  ],
  day: [
    palette('#1f66c4 #5aa5ea #c5e4f6 #fff3da #ffffff #9db5cf', 0.72, 0.45),
    palette('#2b78cf #74b9ee #d9eefa #fff6e2 #ffffff #a9bcd2', 0.58, 0.52),
  ],
  sunset: [
    palette('#3d3f86 #c2628c #ffab5c #ffcf70 #ffb380 #6d4a7c', 0.075, 0.5),
    palette('#2f5a94 #e08a78 #ffc061 #ffdc8a #ff9d76 #79587f', 0.1, 0.46),
    palette('#5a3d7c #e2577a #ff8f4a #ffc15a #ff8f86 #59376c', 0.055, 0.54),
  ],
  dusk: [
    palette('#141c4a #4b4590 #e5867e #ffb08a #c06a94 #2a2858', 0.03, 0.45),
    palette('#101f45 #35588f #c79a9c #ffc5a0 #8a7fb0 #22305c', 0.03, 0.4),
  ],
  night: [
    palette('#040817 #0c1838 #213560 #cfdcf5 #33456f #0b1430', 0.42, 0.36),
    palette('#060a20 #141a4a #2f3b74 #d8e0ff #3b4680 #10163c', 0.36, 0.4),
  ],
};

function palette(colors: string, elevation: number, cover: number): Palette {
  const [zenith, middle, horizon, sun, lit, shade] = colors.split(' ') as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { zenith, middle, horizon, sun, lit, shade, elevation, cover };
}

const COVER: Record<Weather, number> = {
  clear: -0.02,
  cloud: 0.24,
  rain: 0.42,
  storm: 0.5,
  snow: 0.36,
  fog: 0.3,
};

/** A sky for the hour and the weather, with its palette and clouds chosen by the random stream. */
export function createSky({ time, weather, random, azimuth }: SkyOptions): Sky {
  const choices = PALETTES[time];
  const base = choices[Math.floor(random.next() * choices.length)] as Palette;
  const side = azimuth ?? random.between(-0.5, 0.5);
  const overcast = weather === 'clear' ? 0 : weather === 'cloud' ? 0.35 : 0.82;
  const dim = weather === 'storm' ? 0.42 : weather === 'rain' ? 0.62 : 1;
  const grey = scaleRgb(greyOf(mixRgb(linear(base.middle), linear(base.horizon), 0.55)), dim);
  const veil = (hex: string, share: number) =>
    mixRgb(scaleRgb(linear(hex), dim), grey, overcast * share);
  const rise = Math.cos(base.elevation);
  return {
    zenith: veil(base.zenith, 0.8),
    middle: veil(base.middle, 0.85),
    horizon: veil(base.horizon, 0.6),
    sunColor: mixRgb(linear(base.sun), grey, overcast * 0.6),
    sun: [Math.sin(side) * rise, Math.sin(base.elevation), Math.cos(side) * rise],
    disc: overcast > 0.5 ? 0 : 1 - overcast,
    moon: time === 'night',
    stars: time === 'night' ? 1 - overcast : time === 'dusk' ? 0.35 * (1 - overcast) : 0,
    cloudLit: mixRgb(linear(base.lit), scaleRgb(grey, 1.25), overcast),
    cloudShade: mixRgb(linear(base.shade), scaleRgb(grey, 0.72), overcast),
    cover: clamp01(base.cover + COVER[weather] + random.between(-0.06, 0.06)),
    seed: Math.floor(random.next() * 65536),
  };
}

function greyOf(color: Rgb): Rgb {
  const y = 0.25 * color[0] + 0.6 * color[1] + 0.15 * color[2];
  return mixRgb(color, [y * 0.96, y * 1.0, y * 1.06], 0.8);
}

/** Sky light from a unit direction, with clouds, stars, sun or moon. */
export function skyColor(sky: Sky, dir: Vec, out: Pixel): void {
  skyGradient(sky, dir, out);
  const up = dir[1];
  if (sky.stars > 0) out.stars = sky.stars * smoothstep(0.02, 0.25, up);
  if (sky.disc > 0) addDisc(sky, dir, out);
  if (up > 0.004) addClouds(sky, dir, out);
}

/** Sky light without clouds: what rough water and far haze need. */
export function skyGradient(sky: Sky, dir: Vec, out: Pixel): void {
  const up = Math.max(dir[1], 0);
  const low = Math.exp(-up * 9);
  const high = smoothstep(0.05, 0.75, up);
  const facing = dir[0] * sky.sun[0] + dir[1] * sky.sun[1] + dir[2] * sky.sun[2];
  const near = Math.max(facing, 0);
  const near8 = ((near * near) ** 2) ** 2;
  const near32 = near8 * near8 * near8 * near8;
  const wide = near * near * near * 0.22 * (1 - high);
  // To the 24th and the 160th power, by squaring.
  const tight = near8 * near8 * near8 * 0.3 + near32 * (near32 * near32) ** 2 * 0.45;
  // The glow gives way in an overcast sky, where the sun is only a paler patch.
  const glow = (wide + tight) * (0.25 + 0.75 * sky.disc) * (sky.moon ? 0.3 : 1);
  out.r =
    mix(mix(sky.middle[0], sky.zenith[0], high), sky.horizon[0], low) + sky.sunColor[0] * glow;
  out.g =
    mix(mix(sky.middle[1], sky.zenith[1], high), sky.horizon[1], low) + sky.sunColor[1] * glow;
  out.b =
    mix(mix(sky.middle[2], sky.zenith[2], high), sky.horizon[2], low) + sky.sunColor[2] * glow;
  out.depth = 1;
}

function addDisc(sky: Sky, dir: Vec, out: Pixel): void {
  const facing = dir[0] * sky.sun[0] + dir[1] * sky.sun[1] + dir[2] * sky.sun[2];
  const radius = sky.moon ? 0.036 : 0.03;
  const angle = Math.sqrt(Math.max(0, 2 - 2 * facing));
  const disc = 1 - smoothstep(radius * 0.94, radius * 1.04, angle);
  if (disc <= 0) return;
  const spots = sky.moon ? 0.78 + 0.3 * fbm(dir[0] * 60, dir[1] * 60, { seed: 5, octaves: 3 }) : 1;
  const light = (sky.moon ? 0.85 : 1.6) * spots * sky.disc;
  // The core is whiter than its own glow, or the disc would sit in the glow as a darker coin.
  const white = sky.moon ? 0 : 1.1;
  out.r = mix(out.r, sky.sunColor[0] * light + white, disc);
  out.g = mix(out.g, sky.sunColor[1] * light + white * 0.95, disc);
  out.b = mix(out.b, sky.sunColor[2] * light + white * 0.78, disc);
}

function addClouds(sky: Sky, dir: Vec, out: Pixel): void {
  if (sky.cover <= 0.02) return;
  const reach = 1 / (dir[1] + 0.09);
  const u = dir[0] * reach * 0.9;
  const v = dir[2] * reach * 0.9;
  warpSpec.seed = sky.seed;
  bodySpec.seed = sky.seed + 9;
  towardSpec.seed = sky.seed + 9;
  const warpU = fbm(u * 0.8 + 5.2, v * 0.8 + 1.3, warpSpec);
  const warpV = fbm(u * 0.8 - 3.1, v * 0.8 + 7.7, warpSpec);
  const px = u + warpU * 0.75;
  const py = v + warpV * 0.75;
  const body = fbm(px, py, bodySpec);
  const threshold = 0.46 - sky.cover * 0.95;
  const density = smoothstep(threshold, threshold + 0.42, body);
  if (density <= 0.003) return;
  // Less cloud towards the light means this side of the cloud is lit.
  const step = 0.34;
  const toward = fbm(px + sky.sun[0] * step, py + sky.sun[2] * step, towardSpec);
  const lit = clamp01(0.62 + (body - toward) * 1.5 - density * 0.34);
  const facing = dir[0] * sky.sun[0] + dir[1] * sky.sun[1] + dir[2] * sky.sun[2];
  const silver = Math.max(0, facing) ** 10 * (1 - density) * 0.7 * sky.disc;
  const alpha = density * smoothstep(0.004, 0.13, dir[1]) * 0.94;
  cloud[0] = mix(sky.cloudShade[0], sky.cloudLit[0], lit) + sky.sunColor[0] * silver;
  cloud[1] = mix(sky.cloudShade[1], sky.cloudLit[1], lit) + sky.sunColor[1] * silver;
  cloud[2] = mix(sky.cloudShade[2], sky.cloudLit[2], lit) + sky.sunColor[2] * silver;
  mixColor(out, cloud, alpha);
  if (out.stars) out.stars *= 1 - alpha;
}

const warpSpec = { seed: 0, octaves: 3 };
const bodySpec = { seed: 0, octaves: 5, gain: 0.53 };
const towardSpec = { seed: 0, octaves: 3, gain: 0.53 };
const cloud: [number, number, number] = [0, 0, 0];

/** The light a character receives under a sky. */
export function skyLight(sky: Sky, time: TimeOfDay): SceneLight {
  const exposure = { dawn: 0.97, day: 1, sunset: 0.96, dusk: 0.86, night: 0.74 }[time];
  const [x, y, z] = sky.sun;
  // A sun behind the character would leave the face dark: the key swings round to the front side,
  // as a photographer's reflector would, and the true direction lives on in the rim.
  const front: Vec = [x * 1.25 + Math.sign(x || 1) * 0.35, Math.max(0.35, y), Math.abs(z) * 0.35];
  const length = Math.hypot(...front);
  return {
    direction: [front[0] / length, front[1] / length, front[2] / length],
    source: [x, y, -z],
    hardness: sky.disc * (sky.moon ? 0.55 : 1),
    key: sky.sunColor,
    fill: mixRgb(sky.horizon, sky.middle, 0.5),
    ambient: mixRgb(sky.middle, sky.zenith, 0.4),
    exposure,
  };
}
