import { describe, expect, it } from 'vitest';
import { decodeImage } from '../codec/decode-image.ts';
import { serialBands } from '../raster/kernel.ts';
import type { RasterA } from '../raster/raster.ts';
import { characterPng } from '../testing/characters.ts';
import { findCharacter } from './find-character.ts';

const read = (bytes: Uint8Array) => decodeImage(bytes, { name: 'image', maxSide: 1280 });
const options = { mask: null, box: null, bands: serialBands, checkpoint: () => {} };

function overlap(one: Float32Array, two: Float32Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < one.length; i++) {
    const a = (one[i] ?? 0) >= 0.5;
    const b = (two[i] ?? 0) >= 0.5;
    if (a && b) both++;
    if (a || b) either++;
  }
  return both / either;
}

function flat(width: number, height: number, alpha: number): RasterA {
  const fill = (v: number) => new Float32Array(width * height).fill(v);
  return { width, height, r: fill(0.5), g: fill(0.4), b: fill(0.3), a: fill(alpha) };
}

/** Middle of what is covered, in pixels from the corner. */
function centre(alpha: Float32Array, width: number): [x: number, y: number] {
  const sum = [0, 0, 0] as [number, number, number];
  alpha.forEach((cover, i) => {
    sum[0] += cover * ((i % width) + 0.5);
    sum[1] += cover * (Math.floor(i / width) + 0.5);
    sum[2] += cover;
  });
  return [sum[0] / sum[2], sum[1] / sum[2]];
}

describe('findCharacter', () => {
  it("takes the picture's own alpha exactly", async () => {
    const picture = await read(characterPng('fox', { height: 280 }));
    const found = findCharacter(picture, options);
    expect(found).toMatchObject({ method: 'alpha', confidence: 1, touchesBottom: false });
    expect(found.rgba.a).toEqual(picture.a);
  });

  it.each(['#ffffff', '#3b6ea5', '#cfd8e6'])('lifts a character off a plain %s', async (ground) => {
    const truth = await read(characterPng('girl', { height: 320 }));
    const picture = await read(characterPng('girl', { height: 320, background: ground }));
    const found = findCharacter(picture, options);
    expect(found.method).toBe('plain-border');
    expect(overlap(found.rgba.a, truth.a)).toBeGreaterThan(0.96);
  });

  it("lets the caller's mask win over everything else", async () => {
    const truth = await read(characterPng('girl', { height: 300 }));
    const picture = await read(characterPng('girl', { height: 300, background: '#ffffff' }));
    const found = findCharacter(picture, { ...options, mask: truth });
    expect(found.method).toBe('mask');
    expect(overlap(found.rgba.a, truth.a)).toBeGreaterThan(0.99);
  });

  it('keeps a mask of half the size in its place', () => {
    const disc = (side: number, [cx, cy]: readonly [number, number], radius: number) => {
      const picture = flat(side, side, 1);
      for (let i = 0; i < picture.a.length; i++) {
        const gap = Math.hypot((i % side) + 0.5 - cx, Math.floor(i / side) + 0.5 - cy);
        picture.a[i] = Math.max(0, Math.min(1, radius + 0.5 - gap));
      }
      return picture;
    };
    const mask = disc(60, [27.3, 33.1], 14.2);
    const { rgba } = findCharacter(flat(120, 120, 1), { ...options, mask });
    const [x, y] = centre(rgba.a, 120);
    expect(Math.hypot(x - 2 * 27.3, y - 2 * 33.1)).toBeLessThan(0.1);
  });

  it('leaves none of the ground in the soft edge', async () => {
    const picture = await read(characterPng('fox', { height: 320, background: '#00ff00' }));
    const { rgba } = findCharacter(picture, options);
    for (let i = 0; i < rgba.a.length; i++) {
      const alpha = rgba.a[i] ?? 0;
      if (alpha < 0.3 || alpha > 0.9) continue;
      expect((rgba.g[i] ?? 0) - (rgba.r[i] ?? 0)).toBeLessThan(0.15);
    }
  });

  it('refuses nothing-at-all with a sentence', () => {
    expect(() => findCharacter(flat(1, 1, 1), options)).toThrow('too small');
    expect(() => findCharacter(flat(64, 64, 0), options)).toThrow('fully transparent');
    const empty = { ...flat(64, 64, 1), r: new Float32Array(4096), g: new Float32Array(4096) };
    const mask = { ...empty, b: new Float32Array(4096) };
    expect(() => findCharacter(flat(64, 64, 1), { ...options, mask })).toThrow('mask is empty');
  });

  it('shows a picture without a subject whole, as a card', () => {
    const found = findCharacter(flat(80, 60, 1), options);
    expect(found.method).toBe('whole-picture');
    expect(found.rgba.width).toBeGreaterThan(80);
  });
});
