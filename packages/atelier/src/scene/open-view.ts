import type { RasterA } from '../raster/raster.ts';
import { addBloom } from './bloom.ts';
import { linear, mixRgb } from './color.ts';
import type { SceneInput, SceneResult } from './define-scene.ts';
import { type FrontProp, putInFront } from './front-props.ts';
import type { Hills } from './hills.ts';
import type { OpenHour } from './lane.ts';
import type { Rendered } from './pixel.ts';
import type { SetCamera } from './set-camera.ts';
import type { Lamp } from './solid-light.ts';
import { frontOf, renderSet, type SetSpec } from './solid-set.ts';
import type { Solid } from './solids.ts';
import type { Water } from './water.ts';

/** An outdoor set, ready to be seen. */
export interface OpenView {
  readonly solids: readonly Solid[];
  readonly lamps: readonly Lamp[];
  readonly hour: OpenHour;
  readonly camera: SetCamera;
  readonly standX: number;
  readonly sea: Water | null;
  readonly seaLevel: number;
  readonly hills: Hills | null;
  /** How bright the picture is by day. */
  readonly mood: number;
  readonly wetness: number;
  readonly grain: number;
  /** What stands before the character: solids, or null where `paint` draws it. */
  readonly front: FrontProp | null;
  /** Paints over the finished set; what it returns stands before the character. */
  readonly paint?: (rendered: Rendered) => RasterA;
}

/** Draws an outdoor set and says how its light falls on a character. */
export function showOpen(input: SceneInput, view: OpenView): SceneResult {
  const { hour, camera } = view;
  const level = { dawn: 0.72, day: 1, sunset: 0.72, dusk: 0.38, night: 0.22 }[input.time];
  const { front } = view;
  const props = front ? putInFront(input, { ...view, prop: front }) : [];
  const spec: SetSpec = {
    ...view,
    solids: [...view.solids, ...props],
    day: hour.day,
    sky: hour.sky,
    air: { color: hour.sky.horizon, thick: input.weather === 'fog' ? 0.04 : 0.005 },
    target: view.mood * level,
    balance: input.time === 'day' ? 0.25 : 0.1,
  };
  const rendered = renderSet(input, spec);
  input.checkpoint();
  const painted = view.paint?.(rendered);
  if (hour.lamps > 0.2 && view.lamps.length > 0) {
    const amount = 0.7 * hour.lamps;
    addBloom(rendered.image, { threshold: 0.75, amount, reach: 0.022, bands: input.bands });
  }
  const lamplit = hour.lamps > 0.7 && view.lamps.length > 0;
  const warm = mixRgb(hour.light.key, linear('#ffc98a'), 0.7);
  return {
    image: rendered.image,
    depth: rendered.depth,
    horizon: camera.horizon,
    groundY: 0.9,
    standX: view.standX,
    light: lamplit ? { ...hour.light, key: warm, exposure: 0.84, hardness: 0.3 } : hour.light,
    wetness: view.wetness,
    fog: { color: hour.sky.horizon, amount: input.weather === 'fog' ? 0.65 : 0.12 },
    foreground: painted ?? frontOf(input, spec, rendered),
  };
}
