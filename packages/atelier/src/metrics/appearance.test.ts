import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../codec/decode-image.ts';
import { serialBands } from '../raster/kernel.ts';
import { fromOklab, toOklab } from '../raster/oklab.ts';
import { createPlane, type Plane, type Raster, type RasterA } from '../raster/raster.ts';
import { characterPng, type TestCharacter } from '../testing/characters.ts';
import { characterRemix, remixAlone } from '../testing/remix-alone.ts';
import { measureAppearance } from './appearance.ts';
import { checkCopy } from './copy.ts';

async function load(name: TestCharacter): Promise<RasterA> {
  const png = await sharp(characterPng(name, { height: 300 }))
    .resize(240, 320, { fit: 'contain', background: '#0000' })
    .png()
    .toBuffer();
  return decodeImage(png, { name: 'image', maxSide: 512 });
}

const fox = await load('fox');
const robot = await load('robot');
const coverOf = ({ width, height, a }: RasterA): Plane => ({ width, height, data: a });

/** The picture with its hues turned and its colours faded. */
function recoloured(image: Raster, degrees: number, chroma: number): Raster {
  const lab = toOklab(image, serialBands);
  const turn = (degrees * Math.PI) / 180;
  for (let i = 0; i < lab.a.length; i++) {
    const [a, b] = [(lab.a[i] as number) * chroma, (lab.b[i] as number) * chroma];
    lab.a[i] = a * Math.cos(turn) - b * Math.sin(turn);
    lab.b[i] = a * Math.sin(turn) + b * Math.cos(turn);
  }
  return fromOklab(lab, serialBands);
}

const measure = (source: Raster, result: Raster, mask: Plane) =>
  measureAppearance({ source, result, mask }, serialBands);

describe('measureAppearance', () => {
  it('finds a picture to agree with itself in everything', () => {
    const own = measure(fox, fox, coverOf(fox));
    expect(own?.keypoints).toBeGreaterThan(30);
    expect(own?.descriptor).toBe(1);
    expect(own?.edge).toBeCloseTo(1);
    expect(own?.palette).toBeCloseTo(1);
    expect(own?.hueShift).toBeCloseTo(0);
    expect(own?.chromaRatio).toBeCloseTo(1);
  });

  it('finds another character to agree by chance only', () => {
    for (const [one, two] of [
      [fox, robot],
      [robot, fox],
    ] as const) {
      const wrong = measure(one, two, coverOf(one));
      expect(wrong?.descriptor).toBeLessThan(0.66);
      expect(wrong?.edge).toBeLessThan(0.4);
      expect(wrong?.palette).toBeLessThan(0.4);
    }
  });

  it('reads the turn of the hue and the loss of colour', () => {
    const pale = recoloured(fox, 10, 0.7);
    const shift = measure(pale, recoloured(pale, 25, 0.5), coverOf(fox));
    expect(shift?.hueShift).toBeCloseTo(25, 0);
    expect(shift?.chromaRatio).toBeCloseTo(0.5, 1);
    expect(shift?.descriptor).toBeGreaterThan(0.9);
  });

  it('says nothing of hues where there are none, nor of a character that is hardly seen', () => {
    const grey = recoloured(fox, 0, 0);
    expect(measure(grey, fox, coverOf(fox))).toMatchObject({ hueShift: null, chromaRatio: null });
    expect(measure(fox, grey, coverOf(fox))).toMatchObject({ hueShift: null });
    expect(measure(fox, fox, createPlane(fox.width, fox.height))).toBeNull();
  });
});

describe('checkCopy', () => {
  it('knows the source picture again in another size and shape, and nothing else', () => {
    const whole = { width: fox.width, height: fox.height, r: fox.r, g: fox.g, b: fox.b };
    expect(checkCopy(whole, whole, serialBands)).toEqual({ likeness: 1, copied: true });
    expect(checkCopy(whole, robot, serialBands).copied).toBe(false);
    expect(checkCopy(whole, recoloured(whole, 90, 1), serialBands).copied).toBe(false);
  });
});

describe('a measured remix', () => {
  it('carries the figures when asked, and none when not', async () => {
    const request = characterRemix('robot', { prompt: 'in the studio, oil painting' });
    const { metrics } = await remixAlone(request);
    expect(metrics).toMatchObject({ status: 'measured', copy: { copied: false } });
    expect(await remixAlone({ ...request, metrics: false })).not.toHaveProperty('metrics');
  }, 30_000);

  it('says why there is nothing to measure', async () => {
    const { reference: _, ...words } = characterRemix('fox', { prompt: 'a cat in the studio' });
    const { metrics } = await remixAlone({ ...words, width: 256, height: 256 });
    expect(metrics).toEqual({ status: 'not_measured', reason: 'no picture was given' });
  }, 30_000);
});
