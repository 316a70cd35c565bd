import { describe, expect, it } from 'vitest';
import { serialBands } from '../../raster/kernel.ts';
import { fbm, randomCell } from '../../raster/noise.ts';
import { type Box, createFloats, type RasterA } from '../../raster/raster.ts';
import { cutOutPhoto } from './cut-out-photo.ts';

const WIDTH = 420;
const HEIGHT = 320;

/** 1 inside a drawn creature: a body, a head with two ears, two legs. */
function creature(x: number, y: number): number {
  const oval = ([cx, cy]: readonly [number, number], [rx, ry]: readonly [number, number]) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;
  const body = oval([210, 185], [75, 50]) || oval([270, 125], [38, 34]);
  const ears = oval([250, 92], [10, 22]) || oval([290, 92], [10, 22]);
  const legs = (Math.abs(x - 170) < 11 || Math.abs(x - 245) < 11) && y > 190 && y < 272;
  return body || ears || legs ? 1 : 0;
}

/** Share of a pixel inside the creature, from 16 samples. */
function coverageAt(x: number, y: number): number {
  let sum = 0;
  for (let k = 0; k < 16; k++) sum += creature(x - 0.375 + (k % 4) / 4, y - 0.375 + (k >> 2) / 4);
  return sum / 16;
}

/** The creature, orange with dark spots and eyes, on cloudy grass of uneven brightness. */
function drawScene(): { picture: RasterA; truth: Uint8Array } {
  const size = WIDTH * HEIGHT;
  const plane = () => createFloats(size);
  const picture = { width: WIDTH, height: HEIGHT, r: plane(), g: plane(), b: plane(), a: plane() };
  const truth = new Uint8Array(size);
  for (let p = 0; p < size; p++) {
    const x = p % WIDTH;
    const y = (p - x) / WIDTH;
    const inside = coverageAt(x, y);
    truth[p] = inside >= 0.5 ? 1 : 0;
    const grain = (randomCell(x, y, 3) - 0.5) * 0.05;
    const cloud = 0.5 + 0.35 * fbm(x / 40, y / 40, { seed: 5, octaves: 4 });
    const spot = Math.hypot(x - 205, y - 180) < 16 || Math.hypot(x - 278, y - 120) < 6;
    const mix = (subject: number, ground: number) =>
      inside * subject + (1 - inside) * ground + grain;
    picture.r[p] = mix(spot ? 0.15 : 0.85, 0.25 * cloud + 0.1);
    picture.g[p] = mix(spot ? 0.1 : 0.5, 0.5 * cloud + 0.15);
    picture.b[p] = mix(spot ? 0.1 : 0.2, 0.2 * cloud);
    picture.a[p] = 1;
  }
  return { picture, truth };
}

function cut(picture: RasterA, box: Box | null = null) {
  return cutOutPhoto(picture, { box, bands: serialBands, checkpoint: () => {} });
}

function compare(alpha: Float32Array, truth: Uint8Array) {
  let both = 0;
  let either = 0;
  let real = 0;
  for (let p = 0; p < truth.length; p++) {
    const kept = (alpha[p] ?? 0) >= 0.5 ? 1 : 0;
    if (kept && truth[p]) both++;
    if (kept || truth[p]) either++;
    if (truth[p]) real++;
  }
  return { iou: both / either, recall: both / real };
}

describe('cutOutPhoto', () => {
  const { picture, truth } = drawScene();
  const result = cut(picture);

  it('keeps a drawn creature whole, ears, legs, spot and eye included', () => {
    const { iou, recall } = compare(result.alpha.data, truth);
    expect(iou).toBeGreaterThan(0.93);
    expect(recall).toBeGreaterThan(0.96);
    expect(result.alpha.data[180 * WIDTH + 205]).toBeGreaterThan(0.95);
    expect(result.alpha.data[120 * WIDTH + 278]).toBeGreaterThan(0.95);
  });

  it('gives coverage between 0 and 1 with a soft outline', () => {
    const { data } = result.alpha;
    expect(data.every((value) => value >= 0 && value <= 1)).toBe(true);
    const soft = data.filter((value) => value > 0.1 && value < 0.9).length;
    expect(soft).toBeGreaterThan(300);
    expect(soft).toBeLessThan(12000);
  });

  it('gives the same bytes twice', () => {
    const again = cut(picture).alpha.data;
    expect(again.every((value, p) => value === result.alpha.data[p])).toBe(true);
  });

  it('finds the creature in a rough box', () => {
    const box = { x: 125, y: 60, width: 200, height: 220 };
    expect(compare(cut(picture, box).alpha.data, truth).iou).toBeGreaterThan(0.93);
  });

  it('does not trust a picture of noise', () => {
    const noise = drawScene().picture;
    for (let p = 0; p < noise.r.length; p++) {
      const x = p % WIDTH;
      noise.r[p] = randomCell(x, (p - x) / WIDTH, 1);
      noise.g[p] = randomCell(x, (p - x) / WIDTH, 2);
      noise.b[p] = randomCell(x, (p - x) / WIDTH, 3);
    }
    expect(cut(noise).confidence).toBeLessThan(result.confidence);
  });

  it.each([
    [1, 1],
    [3, 200],
    [64, 5],
  ])('survives a flat picture of %i by %i', (width, height) => {
    const plane = () => createFloats(width * height).fill(0.5);
    const flat = { width, height, r: plane(), g: plane(), b: plane(), a: plane() };
    const { alpha, confidence } = cut(flat);
    expect(alpha.data.length).toBe(width * height);
    expect(alpha.data.every((v) => v >= 0 && v <= 1)).toBe(true);
    expect(confidence).toBeGreaterThanOrEqual(0);
  });

  it('stops when asked to', () => {
    const checkpoint = () => {
      throw new Error('stopped');
    };
    expect(() => cutOutPhoto(picture, { box: null, bands: serialBands, checkpoint })).toThrow(
      'stopped',
    );
  });
});
