import { addBloom } from './bloom.ts';
import { mixRgb } from './color.ts';
import type { Rgb, SceneInput, SceneResult } from './define-scene.ts';
import { type FrontProp, putInFront } from './front-props.ts';
import { type RoomHour, roomLight } from './room.ts';
import type { SetCamera } from './set-camera.ts';
import type { Lamp } from './solid-light.ts';
import { frontOf, renderSet, type SetSpec } from './solid-set.ts';
import type { Solid } from './solids.ts';

/** A furnished room, ready to be seen. */
export interface RoomView {
  readonly solids: readonly Solid[];
  readonly lamps: readonly Lamp[];
  readonly hour: RoomHour;
  readonly camera: SetCamera;
  readonly standX: number;
  /** Colour of the lamps' light. */
  readonly warm: Rgb;
  /** Colour and thickness of the air. */
  readonly air: { readonly color: Rgb; readonly thick: number };
  /** How bright the picture is by day; lower = moodier. */
  readonly mood: number;
  readonly wetness: number;
  /** Metres a texel of the light maps. */
  readonly grain: number;
  /** What stands before the character. */
  readonly front: FrontProp;
}

/** Draws a room and says how its light falls on a character. */
export function showRoom(input: SceneInput, room: RoomView): SceneResult {
  const { hour, camera, warm } = room;
  const level = { dawn: 0.8, day: 1, sunset: 0.8, dusk: 0.62, night: 0.48 }[input.time];
  const spec: SetSpec = {
    solids: [...room.solids, ...putInFront(input, { ...room, prop: room.front })],
    lamps: room.lamps,
    day: hour.day,
    camera,
    sky: hour.sky,
    sea: null,
    seaLevel: 0,
    hills: null,
    air: room.air,
    target: room.mood * level,
    balance: { dawn: 0.5, day: 0.6, sunset: 0.3, dusk: 0.4, night: 0.4 }[input.time],
    grain: room.grain,
  };
  const view = renderSet(input, spec);
  input.checkpoint();
  addBloom(view.image, { threshold: 0.8, amount: 0.5, reach: 0.022, bands: input.bands });
  const [x, y, z] = hour.day.sun;
  const sunny = hour.lamps < 0.7;
  const side = room.standX < 0.5 ? 0.7 : -0.7;
  return {
    image: view.image,
    depth: view.depth,
    horizon: camera.horizon,
    groundY: 0.9,
    standX: room.standX,
    light: roomLight({
      key: sunny ? mixRgb(hour.sky.sunColor, warm, 0.4) : warm,
      fill: mixRgb(hour.windowColor, warm, 0.5),
      ambient: mixRgb([0.4, 0.38, 0.36], warm, 0.2),
      from: sunny ? [x, y, -z] : [side, 0.8, -0.3],
      exposure: 0.86 + 0.14 * level,
    }),
    wetness: room.wetness,
    fog: { color: room.air.color, amount: 0.06 },
    foreground: frontOf(input, spec, view),
  };
}
