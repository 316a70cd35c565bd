import { describe, expect, it } from 'vitest';
import { decodeImage } from '../codec/decode-image.ts';
import type { CutOut } from '../cutout/cut-out.ts';
import { findCharacter } from '../cutout/find-character.ts';
import { serialBands } from '../raster/kernel.ts';
import { srgbToOklab } from '../raster/oklab.ts';
import type { SceneLight } from '../scene/define-scene.ts';
import { characterPng, type TestCharacter } from '../testing/characters.ts';
import { type Framing, frameCharacter, MARGIN, targetBox } from './frame-character.ts';
import { relight } from './relight.ts';

async function cutOut(name: TestCharacter): Promise<CutOut> {
  const picture = await decodeImage(characterPng(name, { height: 240 }), {
    name: 'image',
    maxSide: 1280,
  });
  const bands = serialBands;
  return findCharacter(picture, { mask: null, box: null, bands, checkpoint: () => {} });
}

const frame = (framing: Framing, standX: number) => ({
  width: 400,
  height: 400,
  framing,
  size: 1,
  standX,
  groundY: 0.88,
  bands: serialBands,
});

const LIGHTS: Record<string, SceneLight> = {
  'magenta neon night': light([1, 0.1, 0.6], 0.74),
  'blue water': light([0.1, 0.5, 1], 0.8),
  'orange sunset': light([1, 0.5, 0.1], 0.95),
  'white noon': light([1, 0.98, 0.92], 1),
};

function light(key: [number, number, number], exposure: number): SceneLight {
  const direction = [0.6, 0.5, 0.62] as const;
  const source = [0.6, 0.3, -0.7] as const;
  return { direction, source, hardness: 1, key, fill: key, ambient: key, exposure };
}

describe('frameCharacter', () => {
  it('keeps a 4 % margin at both sides and the top wherever it is asked to stand', async () => {
    const wide = await cutOut('fox');
    const stretched = { ...wide, box: { ...wide.box, height: Math.round(wide.box.width / 2.4) } };
    for (const one of [wide, stretched]) {
      for (const standX of [0, 0.3, 0.97]) {
        for (const framing of ['full-body', 'wide-shot'] as const) {
          const box = targetBox(one, frame(framing, standX));
          expect(box.x).toBeGreaterThanOrEqual(400 * MARGIN);
          expect(box.x + box.width).toBeLessThanOrEqual(400 * (1 - MARGIN));
          expect(box.y).toBeGreaterThanOrEqual(400 * MARGIN - 1);
        }
      }
    }
  });

  it('lets a bust end at the lower edge, never above it', async () => {
    const bust = { ...(await cutOut('girl')), touchesBottom: true };
    const box = targetBox(bust, frame('full-body', 0.4));
    expect(box.y + box.height).toBe(400);
  });

  it('fills the rectangle it announces', async () => {
    const placed = frameCharacter(await cutOut('robot'), frame('full-body', 0.5));
    const { box, rgba } = placed;
    const row = (y: number) =>
      rgba.a.subarray(y * 400, y * 400 + 400).some((alpha) => alpha >= 0.4);
    expect(row(box.y + 1)).toBe(true);
    expect(row(box.y + box.height - 2)).toBe(true);
    expect(row(box.y + box.height + 3)).toBe(false);
  });
});

describe('relight', () => {
  it.each(Object.keys(LIGHTS))(
    'keeps hue within 12 degrees and most of the chroma in %s',
    async (name) => {
      for (const character of ['fox', 'robot', 'girl'] as const) {
        const { rgba } = frameCharacter(await cutOut(character), frame('full-body', 0.5));
        const lit = relight(rgba, {
          light: LIGHTS[name] as SceneLight,
          size: 264,
          bands: serialBands,
        });
        let worst = 0;
        let kept = 0;
        let had = 0;
        for (let i = 0; i < rgba.a.length; i++) {
          if ((rgba.a[i] ?? 0) < 0.99) continue;
          const was = srgbToOklab(rgba.r[i] ?? 0, rgba.g[i] ?? 0, rgba.b[i] ?? 0);
          const now = srgbToOklab(lit.r[i] ?? 0, lit.g[i] ?? 0, lit.b[i] ?? 0);
          expect(Number.isFinite(now[0])).toBe(true);
          const chroma = Math.hypot(was[1], was[2]);
          had += chroma;
          kept += Math.hypot(now[1], now[2]);
          if (chroma < 0.05) continue;
          const turn = Math.abs(Math.atan2(now[2], now[1]) - Math.atan2(was[2], was[1]));
          worst = Math.max(worst, Math.min(turn, 2 * Math.PI - turn));
        }
        expect((worst * 180) / Math.PI).toBeLessThanOrEqual(12);
        expect(kept / had).toBeGreaterThanOrEqual(0.8);
      }
    },
  );
});
