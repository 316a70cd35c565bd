import type { Bands } from '../raster/kernel.ts';
import type { Random } from '../raster/random.ts';
import type { Plane, Raster, RasterA } from '../raster/raster.ts';

/** An sRGB colour, three values 0..1. */
export type Rgb = readonly [r: number, g: number, b: number];

/** Hour of the day a scene is lit for. */
export type TimeOfDay = 'dawn' | 'day' | 'sunset' | 'dusk' | 'night';
export type Weather = 'clear' | 'cloud' | 'rain' | 'snow' | 'fog' | 'storm';

/** The light a character standing in the scene receives. */
export interface SceneLight {
  /** Unit vector towards the key light: x right, y up, z towards the camera. */
  readonly direction: readonly [x: number, y: number, z: number];
  /** Where the light truly comes from, same axes: shadows fall away from it. */
  readonly source: readonly [x: number, y: number, z: number];
  /** 0 = no cast shadow (overcast) .. 1 = hard sunlight. */
  readonly hardness: number;
  readonly key: Rgb;
  readonly fill: Rgb;
  readonly ambient: Rgb;
  /** 1 = as photographed; below 1 the character is darkened (night). */
  readonly exposure: number;
}

/** What a scene is asked for. */
export interface SceneInput {
  readonly width: number;
  readonly height: number;
  readonly time: TimeOfDay;
  readonly weather: Weather;
  /** 0-based; the planner picks it from the seed, below `layouts`. */
  readonly layout: number;
  readonly random: Random;
  readonly bands: Bands;
  readonly checkpoint: () => void;
}

/** A drawn setting and all that is needed to put a character into it. */
export interface SceneResult {
  readonly image: Raster;
  /** Distance from the camera, 0 = nearest .. 1 = farthest. */
  readonly depth: Plane;
  /** Row of the horizon, as a share of the height. */
  readonly horizon: number;
  /** Row where the character's feet stand, as a share of the height. */
  readonly groundY: number;
  /** Where the character's middle stands, as a share of the width. */
  readonly standX: number;
  readonly light: SceneLight;
  /** 0 dry .. 1 mirror: how much the ground reflects. */
  readonly wetness: number;
  /** Colour and strength (0..1) of the air between camera and far distance. */
  readonly fog: { readonly color: Rgb; readonly amount: number };
  /** Things in front of the feet (grass, railing, foam), drawn over the character; or null. */
  readonly foreground: RasterA | null;
}

/** A named setting. One file a scene; registry, prompt words and docs derive from it. */
export interface Scene {
  /** kebab-case. */
  readonly id: string;
  readonly title: string;
  /** One sentence for people. */
  readonly summary: string;
  /** Words in a prompt that ask for this scene, lower case. */
  readonly words: readonly string[];
  readonly times: readonly TimeOfDay[];
  readonly weathers: readonly Weather[];
  /** Number of different layouts, at least 3. */
  readonly layouts: number;
  readonly indoor: boolean;
  readonly render: (input: SceneInput) => SceneResult;
}

/** Declares a scene; the type is all it adds. */
export function defineScene(scene: Scene): Scene {
  return scene;
}
