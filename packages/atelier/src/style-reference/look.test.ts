import { describe, expect, it } from 'vitest';
import { serialBands } from '../raster/kernel.ts';
import { createRandom } from '../raster/random.ts';
import { createPlane, createRaster, type Raster, type RasterA } from '../raster/raster.ts';
import { applyLook, blendLooks, readLook } from './look.ts';
import { scaleOfMarks } from './nearest-style.ts';
import { paletteDistance, samplePalette } from './palette.ts';

const SIDE = 400;
const bands = serialBands;
const nobody = createPlane(SIDE, SIDE);

type Paint = (x: number, y: number) => readonly [number, number, number];

function draw(paint: Paint, side = SIDE): RasterA {
  const { r, g, b } = createRaster(side, side);
  for (let i = 0; i < r.length; i++) {
    [r[i], g[i], b[i]] = paint(i % side, Math.floor(i / side)) as [number, number, number];
  }
  return { width: side, height: side, r, g, b, a: new Float32Array(r.length).fill(1) };
}

/** A green meadow under a blue sky, with a little grain. */
function meadow(side = SIDE): RasterA {
  const random = createRandom(3);
  return draw((x, y) => {
    const grain = (random.next() - 0.5) * 0.06;
    if (y < side / 2) return [0.45 + y / 900 + grain, 0.65 + grain, 0.9 + grain];
    return [0.3 + grain, 0.55 + ((x * y) % 97) / 900 + grain, 0.2 + grain];
  }, side);
}

/** Two inks: a dark red and cream, in stripes `width` pixels wide. */
const stripes = (width: number, { every = width * 6, side = SIDE } = {}) =>
  draw((x) => (x % every < width ? [0.35, 0.08, 0.1] : [0.95, 0.9, 0.8]), side);
const fineLines = () => readLook(stripes(2, { every: 24, side: 640 }), bands);
const boldLines = () => readLook(stripes(4, { every: 40, side: 640 }), bands);

function bytesOf({ r, g, b }: Raster): number[] {
  return [...r.subarray(0, 500), ...g.subarray(0, 500), ...b.subarray(0, 500)];
}

describe('a look', () => {
  it('gives its colours to another picture: hardly any distance is left', () => {
    const look = readLook(stripes(12), bands);
    const picture = meadow();
    const before = paletteDistance(samplePalette(picture), look.palette);
    applyLook(picture, look, { character: nobody, bands });
    const after = paletteDistance(samplePalette(picture), look.palette);
    expect(before).toBeGreaterThan(0.08);
    expect(after).toBeLessThan(before * 0.2);
    for (const plane of [picture.r, picture.g, picture.b]) {
      expect(plane.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
  });

  it('gives the same pixels every time', () => {
    const [one, two] = [meadow(), meadow()];
    for (const picture of [one, two]) {
      applyLook(picture, readLook(stripes(12), bands), { character: nobody, bands });
    }
    expect(bytesOf(one)).toEqual(bytesOf(two));
  });

  it('leaves a picture nearly as it is when it is its own reference', () => {
    const picture = meadow();
    applyLook(picture, readLook(meadow(), bands), { character: nobody, bands });
    const old = meadow();
    const moved = picture.g.map((value, i) => Math.abs(value - (old.g[i] as number)));
    expect(moved.reduce((sum, value) => sum + value, 0) / moved.length).toBeLessThan(0.02);
  });

  it('moves the colours inside the character less', () => {
    const everywhere = createPlane(SIDE, SIDE);
    everywhere.data.fill(1);
    const [outside, inside] = [meadow(), meadow()];
    const look = readLook(stripes(12), bands);
    applyLook(outside, look, { character: nobody, bands });
    applyLook(inside, look, { character: everywhere, bands });
    const left = (picture: Raster) => paletteDistance(samplePalette(picture), look.palette);
    expect(left(inside)).toBeGreaterThan(left(outside));
  });

  it('knows fine lines from bold ones, and grain from a flat ground', () => {
    const [fine, bold] = [fineLines(), boldLines()];
    expect(fine.texture.lineWeight).toBeGreaterThan(0);
    expect(bold.texture.lineWeight).toBeGreaterThan(fine.texture.lineWeight * 1.4);
    const flat = readLook(
      draw(() => [0.6, 0.5, 0.4], 640),
      bands,
    );
    expect(flat.texture).toMatchObject({ lineWeight: 0, lines: 0, flat: 1 });
    expect(readLook(meadow(640), bands).texture.flat).toBeLessThan(0.3);
  });

  it('scales the marks of a style to the size of its own', () => {
    const small = scaleOfMarks(fineLines(), 'comic');
    const large = scaleOfMarks(boldLines(), 'comic');
    expect(small).toBeLessThan(large);
    expect(small).toBeGreaterThanOrEqual(0.6);
    expect(large).toBeLessThanOrEqual(1.7);
    expect(scaleOfMarks(readLook(meadow(), bands), 'a style of tomorrow')).toBe(1);
  });

  it('says nothing of texture that a thumbnail cannot hold', () => {
    const thumbnail = readLook(
      draw((x) => [x / 80, 0.4, 0.3], 80),
      bands,
    );
    expect(thumbnail.texture.contrast[0]).toBeNull();
    expect(thumbnail.texture.lines).toBeNull();
  });

  it('is blended from several pictures', () => {
    const [red, green] = [draw(() => [0.9, 0.1, 0.1]), draw(() => [0.1, 0.8, 0.2])];
    const blend = blendLooks([readLook(red, bands), readLook(green, bands)]);
    expect(paletteDistance(blend.palette, samplePalette(red))).toBeGreaterThan(0.05);
    expect(paletteDistance(blend.palette, samplePalette(green))).toBeGreaterThan(0.05);
  });
});
