import { decodeImage } from '../codec/decode-image.ts';
import { encodeImage } from '../codec/encode-image.ts';
import type { CutOut } from '../cutout/cut-out.ts';
import { findCharacter } from '../cutout/find-character.ts';
import { type Appearance, measureAppearance } from '../metrics/appearance.ts';
import { type Composed, compose } from '../place/compose.ts';
import { frameCharacter } from '../place/frame-character.ts';
import { serialBands } from '../raster/kernel.ts';
import { createRandom } from '../raster/random.ts';
import type { Raster, RasterA } from '../raster/raster.ts';
import type { Scene, SceneResult } from '../scene/define-scene.ts';
import { scenes } from '../scene/registry.gen.ts';
import type { Style } from '../styles/define-style.ts';
import { styles } from '../styles/registry.gen.ts';
import { resolveStyleParams } from '../styles/style-params.ts';
import { characterPng, type TestCharacter } from './characters.ts';

const bands = serialBands;
const checkpoint = () => {};
const SEED = 7;

export { scenes, styles };

/** Characters placed in one scene, to be painted in several styles without drawing it again. */
export interface Stage {
  readonly scene: SceneResult;
  readonly side: number;
}

/** A scene by day, `side` pixels square. */
export function setStage(scene: Scene, side: number): Stage {
  const result = scene.render({
    width: side,
    height: side,
    time: scene.times.includes('day') ? 'day' : (scene.times[0] ?? 'day'),
    weather: scene.weathers[0] ?? 'clear',
    layout: 0,
    random: createRandom(SEED).fork('scene'),
    bands,
    checkpoint,
  });
  return { scene: result, side };
}

/** The project's characters, cut out. */
export async function cutOutCharacter(name: TestCharacter): Promise<CutOut> {
  const png = characterPng(name, { height: 480 });
  const picture = await decodeImage(png, { name: 'image', maxSide: 1280 });
  return findCharacter(picture, { mask: null, box: null, bands, checkpoint });
}

/** A painted cell of the matrix, with the cut-out at its place. */
export interface Cell {
  readonly source: RasterA;
  readonly composed: Composed;
  readonly painted: Raster;
}

/** Puts the character on the stage and paints it. */
export function playCell(stage: Stage, cutOut: CutOut, style: Style): Cell {
  const { side } = stage;
  const { image, depth, standX, groundY } = stage.scene;
  const scene: SceneResult = {
    ...stage.scene,
    image: { ...image, r: shared(image.r), g: shared(image.g), b: shared(image.b) },
    depth: { ...depth, data: shared(depth.data) },
  };
  const standing = { framing: 'full-body', size: 1 } as const;
  const { focusBlur } = style;
  const composed = compose(cutOut, scene, { ...standing, focusBlur, bands, checkpoint });
  const frame = { ...standing, standX, groundY, width: side, height: side, bands };
  const source = frameCharacter(cutOut, frame).rgba;
  const painted = style.render({
    ...composed,
    scale: side / 1024,
    params: resolveStyleParams(style),
    random: createRandom(SEED).fork('style'),
    bands,
    checkpoint,
  });
  return { source, composed, painted };
}

/** A cell of the matrix as a PNG, and how far the character kept its appearance. */
export async function showCell(
  stage: Stage,
  cutOut: CutOut,
  style: Style,
): Promise<{ bytes: Uint8Array; appearance: Appearance }> {
  const cell = playCell(stage, cutOut, style);
  const bytes = await encodeImage(cell.painted, { format: 'png', quality: 90 });
  return { bytes, appearance: compareCells(cell, cell) };
}

/** How one cell's character agrees with what another cell shows at its place. */
export function compareCells(source: Cell, shown: Cell): Appearance {
  const mask = source.composed.character;
  const pictures = { source: source.source, result: shown.painted, mask };
  const appearance = measureAppearance(pictures, bands);
  if (!appearance) throw new Error('the character is hardly seen');
  return appearance;
}

function shared(data: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(data.byteLength));
  copy.set(data);
  return copy;
}
