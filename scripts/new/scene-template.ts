import type { Names } from './names.ts';

/** The starting file of a scene. */
export function sceneText({ id, constant, title }: Names): string {
  return `import { createPlane, createRaster } from '../../raster/raster.ts';
import { defineScene, type SceneInput, type SceneResult } from '../define-scene.ts';

/** ${title}: say here what is seen, near to far. */
export const ${constant} = defineScene({
  id: '${id}',
  title: '${title}',
  summary: 'One sentence for people.',
  words: ['${id.replaceAll('-', ' ')}'],
  times: ['day'],
  weathers: ['clear'],
  layouts: 3,
  indoor: false,
  render: draw,
});

function draw({ width, height, layout, checkpoint }: SceneInput): SceneResult {
  const image = createRaster(width, height);
  const depth = createPlane(width, height);
  checkpoint();
  image.b.fill(0.8);
  depth.data.fill(1);
  return {
    image,
    depth,
    horizon: 0.55,
    groundY: 0.86,
    standX: [0.4, 0.5, 0.6][layout] ?? 0.5,
    light: {
      direction: [-0.4, 0.8, 0.45],
      source: [-0.4, 0.8, 0.45],
      hardness: 0.6,
      key: [1, 0.96, 0.9],
      fill: [0.5, 0.55, 0.6],
      ambient: [0.4, 0.42, 0.45],
      exposure: 1,
    },
    wetness: 0,
    fog: { color: [0.8, 0.85, 0.9], amount: 0.1 },
    foreground: null,
  };
}
`;
}

/** The starting test of a scene. */
export function sceneTestText({ id, constant }: Names): string {
  return `import { expect, test } from 'vitest';
import { serialBands } from '../../raster/kernel.ts';
import { createRandom } from '../../raster/random.ts';
import { ${constant} } from './${id}.ts';

function draw(seed: number, layout: number) {
  return ${constant}.render({
    width: 96,
    height: 64,
    time: 'day',
    weather: 'clear',
    layout,
    random: createRandom(seed),
    bands: serialBands,
    checkpoint: () => {},
  });
}

test('the same seed draws the same scene, and the ground lies below the horizon', () => {
  const once = draw(1, 0);
  expect(once.groundY).toBeGreaterThan(once.horizon);
  expect(once.image.g.every(Number.isFinite)).toBe(true);
  expect(draw(1, 0)).toEqual(once);
});
`;
}
