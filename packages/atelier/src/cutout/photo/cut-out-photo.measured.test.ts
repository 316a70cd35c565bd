import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { serialBands } from '../../raster/kernel.ts';
import { createFloats, type RasterA } from '../../raster/raster.ts';
import { cutOutPhoto } from './cut-out-photo.ts';

const COMPOSITES = path.resolve('../shared/characters/composites');

async function load(file: string): Promise<RasterA> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const size = info.width * info.height;
  const plane = () => createFloats(size);
  const { width, height } = info;
  const picture = { width, height, r: plane(), g: plane(), b: plane(), a: plane().fill(1) };
  for (let p = 0; p < size; p++) {
    picture.r[p] = (data[3 * p] ?? 0) / 255;
    picture.g[p] = (data[3 * p + 1] ?? 0) / 255;
    picture.b[p] = (data[3 * p + 2] ?? 0) / 255;
  }
  return picture;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return ((sorted[middle] ?? 0) + (sorted[sorted.length - 1 - middle] ?? 0)) / 2;
}

/** Overlap and recall of one composite's cut-out at coverage 0.5. */
async function score(name: string) {
  const picture = await load(path.join(COMPOSITES, `${name}.jpg`));
  const truth = await sharp(path.join(COMPOSITES, `${name}.alpha.png`))
    .extractChannel(0)
    .raw()
    .toBuffer();
  const options = { box: null, bands: serialBands, checkpoint: () => {} };
  const { alpha, confidence } = cutOutPhoto(picture, options);
  let both = 0;
  let either = 0;
  let real = 0;
  for (let p = 0; p < truth.length; p++) {
    const kept = (alpha.data[p] ?? 0) >= 0.5;
    const wanted = (truth[p] ?? 0) >= 128;
    if (kept && wanted) both++;
    if (kept || wanted) either++;
    if (wanted) real++;
  }
  return { iou: both / either, recall: both / real, confidence };
}

describe.runIf(existsSync(COMPOSITES))('cutOutPhoto on composites with known coverage', () => {
  it('overlaps by 0.91, keeps 0.95 and trusts failures less, in the median', async () => {
    const names = readdirSync(COMPOSITES)
      .filter((file) => file.endsWith('.jpg'))
      .map((file) => file.slice(0, -4));
    const scores: { iou: number; recall: number; confidence: number }[] = [];
    for (const name of names) scores.push(await score(name));
    expect(median(scores.map((s) => s.iou))).toBeGreaterThan(0.91);
    expect(median(scores.map((s) => s.recall))).toBeGreaterThan(0.95);
    const trust = (good: boolean) =>
      median(scores.filter((s) => s.iou >= 0.7 === good).map((s) => s.confidence));
    expect(trust(false)).toBeLessThan(trust(true));
  }, 90_000);
});
