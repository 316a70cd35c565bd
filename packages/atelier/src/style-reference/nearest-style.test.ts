import { describe, expect, it } from 'vitest';
import { serialBands } from '../raster/kernel.ts';
import { scenes } from '../scene/registry.gen.ts';
import { styles } from '../styles/registry.gen.ts';
import { cutOutCharacter, playCell, setStage } from '../testing/stage.ts';
import { readLook } from './look.ts';
import { nearestStyle } from './nearest-style.ts';

/** One of each family, painted in a scene and with a character that were not measured together. */
const PAINTED = ['pencil', 'neon', 'mosaic', 'comic', 'gouache'];

describe('nearestStyle', () => {
  it('finds the style a picture was painted in', async () => {
    const beach = scenes.find((scene) => scene.id === 'beach');
    if (!beach) throw new Error('there is no beach');
    const stage = setStage(beach, 512);
    const girl = await cutOutCharacter('girl');
    const found = PAINTED.map((id) => {
      const style = styles.find((one) => one.id === id);
      if (!style) throw new Error(`there is no style ${id}`);
      const { painted } = playCell(stage, girl, style);
      const opaque = { ...painted, a: new Float32Array(painted.r.length).fill(1) };
      return nearestStyle(readLook(opaque, serialBands), styles);
    });
    const right = found.filter((id, at) => id === PAINTED[at]);
    expect(right.length, found.join(', ')).toBeGreaterThanOrEqual(4);
  }, 60_000);

  it('chooses only among known styles, and none when none was measured', () => {
    const look = { palette: new Float32Array(3), texture: flatTexture() };
    expect(nearestStyle(look, [{ id: 'oil' }])).toBe('oil');
    expect(nearestStyle(look, [{ id: 'a style of tomorrow' }])).toBeNull();
  });
});

function flatTexture() {
  const contrast = [0, 0, 0, 0, 0];
  return { contrast, flat: 1, strokeScale: 1, lines: 0, lineWeight: 0 };
}
