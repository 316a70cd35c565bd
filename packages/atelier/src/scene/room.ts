import { length3 } from '../raster/length.ts';
import type { Random } from '../raster/random.ts';
import { linear, mixRgb, scaleRgb } from './color.ts';
import type { Rgb, SceneInput, SceneLight, TimeOfDay } from './define-scene.ts';
import { createSky, type Sky } from './sky.ts';
import type { Daylight, Lamp } from './solid-light.ts';
import { panel, type Skin, type Solid, skin } from './solids.ts';

/** Four walls: half the width, height and the far wall's distance, in metres; and their skins. */
export interface RoomShape {
  readonly half: number;
  readonly height: number;
  readonly far: number;
  readonly floor: Skin;
  readonly ceiling: Skin;
  readonly wall: Skin;
  /** Skin of the far wall, when it differs. */
  readonly back?: Skin;
}

const BEHIND = -3;

/** Floor, ceiling and walls, seen from inside. */
export function roomShell({ half, height, far, ...look }: RoomShape): Solid[] {
  const long = far - BEHIND;
  const shell = (s: Skin) => ({ ...s, shell: true });
  const side = shell(look.wall);
  return [
    panel(
      [-half, 0, BEHIND],
      [
        [0, 0, long],
        [2 * half, 0, 0],
      ],
      shell(look.floor),
    ),
    panel(
      [-half, height, BEHIND],
      [
        [2 * half, 0, 0],
        [0, 0, long],
      ],
      shell(look.ceiling),
    ),
    panel(
      [half, 0, far],
      [
        [-2 * half, 0, 0],
        [0, height, 0],
      ],
      shell(look.back ?? look.wall),
    ),
    panel(
      [-half, 0, far],
      [
        [0, 0, -long],
        [0, height, 0],
      ],
      side,
    ),
    panel(
      [half, 0, BEHIND],
      [
        [0, 0, long],
        [0, height, 0],
      ],
      side,
    ),
    panel(
      [-half, 0, BEHIND],
      [
        [2 * half, 0, 0],
        [0, height, 0],
      ],
      side,
    ),
  ];
}

/** Which wall a thing hangs on. */
export type Wall = 'left' | 'right' | 'back';

/** A flat thing on a wall: middle along the wall, underside, width and height. */
export interface OnWall {
  readonly wall: Wall;
  readonly at: number;
  readonly low: number;
  readonly width: number;
  readonly height: number;
  /** How far it stands off the wall. */
  readonly off?: number;
}

/** Hangs a flat thing on a wall of a room. */
export function onWall(shape: RoomShape, spot: OnWall, look: Skin): Solid {
  const { at, low, width, height } = spot;
  const off = spot.off ?? 0.03;
  const ghost = { ...look, ghost: true };
  if (spot.wall === 'back') {
    const corner = [at + width / 2, low, shape.far - off] as const;
    return panel(
      corner,
      [
        [-width, 0, 0],
        [0, height, 0],
      ],
      ghost,
    );
  }
  if (spot.wall === 'left') {
    const corner = [-shape.half + off, low, at + width / 2] as const;
    return panel(
      corner,
      [
        [0, 0, -width],
        [0, height, 0],
      ],
      ghost,
    );
  }
  const corner = [shape.half - off, low, at - width / 2] as const;
  return panel(
    corner,
    [
      [0, 0, width],
      [0, height, 0],
    ],
    ghost,
  );
}

const WINDOW_LIGHT: Record<TimeOfDay, number> = {
  dawn: 1.6,
  day: 3,
  sunset: 1.7,
  dusk: 0.5,
  night: 0.16,
};

/** The hour as a room sees it. */
export interface RoomHour {
  readonly sky: Sky;
  readonly day: Daylight;
  /** 0 = lamps are off .. 1 = they are all the light there is. */
  readonly lamps: number;
  readonly windowColor: Rgb;
  readonly windowGlow: number;
}

/** Sky, sun through the windows and the state of the lamps. */
export function roomHour(
  input: SceneInput,
  random: Random,
  sun: readonly [number, number],
): RoomHour {
  const { time, weather } = input;
  const sky = createSky({ time, weather, random, azimuth: sun[0] });
  const rise = { dawn: 0.38, day: 0.75, sunset: 0.36, dusk: 0.3, night: 0.6 }[time] * sun[1];
  const flat = Math.cos(rise);
  const strength = { dawn: 3.2, day: 6.5, sunset: 4, dusk: 0.25, night: 0.16 }[time] * sky.disc;
  const blue = mixRgb(sky.middle, sky.horizon, 0.6);
  return {
    sky,
    day: {
      sun: [Math.sin(sun[0]) * flat, Math.sin(rise), Math.cos(sun[0]) * flat],
      sunColor: scaleRgb(mixRgb(sky.sunColor, linear('#ffe6bd'), 0.25), strength),
      skyTop: [0, 0, 0],
      skyLow: [0, 0, 0],
      indoors: true,
    },
    lamps: { dawn: 0.4, day: 0.08, sunset: 0.6, dusk: 0.9, night: 1 }[time],
    windowColor: mixRgb(blue, [0.8, 0.84, 0.9], time === 'day' ? 0.5 : 0.15),
    windowGlow: WINDOW_LIGHT[time],
  };
}

/** A window's skin for the hour; `arch` rounds its top. */
export function windowSkin(hour: RoomHour, frame: Rgb, arch = false): Skin {
  return skin('window', hour.windowColor, {
    other: frame,
    glow: hour.windowGlow,
    size: arch ? 1.001 : 1,
  });
}

/** A lamp whose colour is scaled by the hour. */
export function lampAt(at: Lamp['at'], color: Rgb, power: number): Lamp {
  return { at, color: scaleRgb(color, power), radius: 0.12 };
}

/** Light a character receives in a room. */
export function roomLight(options: {
  readonly key: Rgb;
  readonly fill: Rgb;
  readonly ambient: Rgb;
  readonly from: readonly [x: number, y: number, z: number];
  readonly exposure: number;
}): SceneLight {
  const [x, y, z] = options.from;
  const length = length3(x, y, z);
  const source = [x / length, y / length, z / length] as const;
  const front = [x, Math.max(y, 0.5), Math.abs(z) * 0.4 + 0.25] as const;
  const size = Math.hypot(...front);
  return {
    direction: [front[0] / size, front[1] / size, front[2] / size],
    source,
    hardness: 0.35,
    key: options.key,
    fill: options.fill,
    ambient: options.ambient,
    exposure: options.exposure,
  };
}
