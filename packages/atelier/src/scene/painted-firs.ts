import { srgbToLinear } from '../raster/oklab.ts';
import type { Random } from '../raster/random.ts';
import type { RasterA } from '../raster/raster.ts';
import { linear, litRgb, mixRgb, scaleRgb } from './color.ts';
import type { Rgb } from './define-scene.ts';
import { paintLayer, paintOver } from './layer.ts';
import type { Rendered } from './pixel.ts';
import { type SetCamera, viewpointOf } from './set-camera.ts';
import { drawPine, type Pine } from './vegetation.ts';

/** A fir on the ground of a set; lengths in metres. */
export interface Fir {
  readonly x: number;
  readonly z: number;
  readonly tall: number;
  /** Radius of the solid that stands in for it and throws its shadow. */
  readonly radius: number;
}

/** Where painted firs stand, and in what light. */
export interface FirOptions {
  readonly firs: readonly Fir[];
  readonly camera: SetCamera;
  readonly random: Random;
  /** -1 = lit from the left .. 1 = from the right. */
  readonly light: number;
  /** Share of light lost to the air at 1000 metres, as in a landscape. */
  readonly haze: number;
}

const GROUPS = 9;
/** Light that snow gives back. */
const ALBEDO = 0.86;
const DARK = linear('#22402e');
const BRIGHT = linear('#6f9468');

/**
 * Paints firs over the solids that stand in for them, from far to near, in the light that lies on
 * the snow: whatever hour, weather and lamps made of it, the trees share it.
 */
export function paintFirs(view: Rendered, options: FirOptions): void {
  const { camera, haze } = options;
  const { width, height } = view.image;
  const snow = toneOf(view, [camera.horizon + 0.1, camera.horizon + 0.24]);
  const air = toneOf(view, [camera.horizon - 0.05, camera.horizon - 0.01]);
  const { flatten } = viewpointOf(camera);
  const trees = [...options.firs].sort((one, two) => two.z - one.z);
  const size = Math.ceil(trees.length / GROUPS);
  for (let from = 0; from < trees.length; from += size) {
    const group = trees.slice(from, from + size);
    const nearest = Math.min(...group.map(({ z, radius }) => z - radius - 0.4));
    paintOver(view, 1 - 1 / (1 + nearest * 0.07), (ctx) => {
      for (const { x, z, tall } of group) {
        const foot = flatten([x, 0, z]);
        const top = flatten([x, tall, z]);
        if (!foot || !top) continue;
        const thick = 1 - Math.exp(-z * haze * 0.001);
        drawPine(ctx, {
          ...coloured(snow, { air, thick }),
          x: ((foot[0] as number) * height + width) / 2,
          y: ((1 - (foot[1] as number)) * height) / 2,
          height: (((top[1] as number) - (foot[1] as number)) * height) / 2,
          random: options.random,
          light: options.light,
          snow: 0.8,
        });
      }
    });
  }
}

/** Young firs in a corner, before the character. */
export function youngFirs(view: Rendered, options: FirOptions & { side: number }): RasterA {
  const { random, side, light } = options;
  const { width, height } = view.image;
  const snow = toneOf(view, [0.9, 1]);
  const middle = width / 2 + side * (width / 2 - height * 0.09);
  return paintLayer(width, height, (ctx) => {
    for (const [dx, tall] of YOUNG) {
      drawPine(ctx, {
        ...coloured(snow, { air: snow, thick: 0 }),
        x: middle + side * dx * height,
        y: height * 1.015,
        height: tall * height,
        random,
        light,
        snow: 0.85,
        girth: 1.7,
      });
    }
  });
}

/** Place, from the middle of the clump outwards, and height, as shares of the picture's height. */
const YOUNG = [
  [0.055, 0.25],
  [-0.075, 0.13],
  [-0.005, 0.19],
] as const;

interface Haze {
  readonly air: Rgb;
  readonly thick: number;
}

function coloured(snow: Rgb, { air, thick }: Haze): Pick<Pine, 'dark' | 'bright' | 'frost'> {
  const light = scaleRgb(snow, 1 / ALBEDO);
  return {
    dark: mixRgb(litRgb(DARK, light), air, thick),
    bright: mixRgb(litRgb(BRIGHT, light), air, thick),
    frost: mixRgb(light, air, thick),
  };
}

/** The usual linear colour of a picture's rows, given as shares of its height. */
function toneOf({ image }: Rendered, [from, to]: readonly [number, number]): Rgb {
  const { width, height } = image;
  const rows = [Math.floor(from * height), Math.max(1, Math.floor((to - from) * height))] as const;
  const median = (plane: Float32Array) => {
    const values: number[] = [];
    for (let k = 0; k < SAMPLES; k++) {
      const y = Math.min(height - 1, rows[0] + (k % rows[1]));
      const x = Math.floor(((k + 0.5) / SAMPLES) * width);
      values.push(plane[y * width + x] as number);
    }
    values.sort((one, two) => one - two);
    return srgbToLinear(Math.max(0, values[SAMPLES >> 1] as number));
  };
  return [median(image.r), median(image.g), median(image.b)];
}

const SAMPLES = 61;
