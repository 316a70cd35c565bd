import { createHash } from 'node:crypto';
import type { CutOut } from '../cutout/cut-out.ts';
import { createFloats, type Plane, type Raster } from '../raster/raster.ts';
import type { SceneResult } from '../scene/define-scene.ts';
import type { CutOutRequest, RemixRequest, ScenePlan } from './atelier.ts';

/** Steps that can be taken from an earlier picture. */
export interface Kept {
  readonly 'cut-out': CutOut;
  readonly scene: SceneResult;
}

/** What the steps of one picture follow from; null where there is nothing to remember. */
export type StepKeys = Readonly<Record<keyof Kept, string | null>>;

/** The steps of earlier pictures as one picture sees them. */
export interface Memory {
  readonly cutOut: CutOut | null;
  readonly scene: SceneResult | null;
  readonly keep: <Step extends keyof Kept>(step: Step, value: Kept[Step]) => void;
}

/** What a cut-out follows from: the pictures' bytes and the box. */
export function cutOutKey({ picture, mask, box }: CutOutRequest): string {
  const hash = createHash('sha256').update(picture);
  if (mask) hash.update('mask').update(mask);
  return `cut-out ${hash.digest('hex')} ${box?.join(' ') ?? ''}`;
}

/** What a scene follows from: its place, hour and weather, the size and the seed. */
export function sceneKey(
  { scene, time, weather }: ScenePlan,
  { width, height, seed }: RemixRequest,
): string {
  return ['scene', scene.value, time.value, weather.value, width, height, seed].join(' ');
}

/** The scene on planes of its own where composing writes: the kept one stays as it was drawn. */
export function copyScene(scene: SceneResult): SceneResult {
  return { ...scene, image: copyRaster(scene.image), depth: copyPlane(scene.depth) };
}

function copyRaster({ width, height, r, g, b }: Raster): Raster {
  return { width, height, r: copyOf(r), g: copyOf(g), b: copyOf(b) };
}

function copyPlane({ width, height, data }: Plane): Plane {
  return { width, height, data: copyOf(data) };
}

function copyOf(data: Float32Array): Float32Array {
  const copy = createFloats(data.length);
  copy.set(data);
  return copy;
}
