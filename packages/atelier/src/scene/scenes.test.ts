import { describe, expect, it } from 'vitest';
import { serialBands } from '../raster/kernel.ts';
import { createRandom } from '../raster/random.ts';
import type { Scene, SceneResult } from './define-scene.ts';
import { scenes } from './registry.gen.ts';

const SIDE = 72;

function draw(scene: Scene, layout: number): SceneResult {
  return scene.render({
    width: SIDE,
    height: SIDE,
    time: scene.times[0] ?? 'day',
    weather: scene.weathers[0] ?? 'clear',
    layout,
    random: createRandom(7).fork('scene'),
    bands: serialBands,
    checkpoint: () => {},
  });
}

/** Paper hung up in a studio has nothing before it. */
const open = scenes.filter((scene) => scene.id !== 'studio');

describe.each(open.map((scene) => [scene.id, scene] as const))('%s', (_, scene) => {
  const { image, depth, foreground } = draw(scene, scene.layouts - 1);

  it('sets something in front of the feet that leaves the middle free', () => {
    const cover = foreground?.a ?? new Float32Array(0);
    const covered = cover.filter((a) => a > 0.5).length / (SIDE * SIDE);
    expect(covered).toBeGreaterThan(0.002);
    expect(covered).toBeLessThan(0.4);
  });

  it('keeps the colours of what is in front when the picture behind is painted over', () => {
    const planes = [foreground?.r, foreground?.g, foreground?.b].map((plane) => plane?.buffer);
    for (const plane of [image.r, image.g, image.b]) expect(planes).not.toContain(plane.buffer);
  });

  it('gives every pixel a colour and a distance', () => {
    for (const plane of [image.r, image.g, image.b, depth.data]) {
      expect(plane.every((v) => v >= -0.01 && v <= 1.01)).toBe(true);
    }
  });
});
