import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { kuwahara } from '../raster/filters/kuwahara.ts';
import { silhouette } from '../raster/filters/outline.ts';
import { pickPalette, quantise } from '../raster/filters/palette.ts';
import { structureTensor } from '../raster/filters/structure-tensor.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01, randomCell, smoothstep } from '../raster/noise.ts';
import type { Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** A travel poster: a dozen flat colours with clean contours and an airbrushed grain. */
export const flatPoster = defineStyle({
  id: 'flat-poster',
  title: 'Flat poster',
  summary: 'A vector-like travel poster in a dozen flat colours.',
  source:
    'Kyprianidis, Kang, Döllner 2009, "Anisotropic Kuwahara Filtering"; Arthur, Vassilvitskii ' +
    '2007, "k-means++"; DeCarlo, Santella 2002, "Stylization and Abstraction of Photographs"',
  family: 'graphic',
  words: [
    'flat',
    'vector',
    'poster',
    'travel poster',
    'flat illustration',
    'flat design',
    'minimalist',
  ],
  focusBlur: 0,
  params: {
    colors: { title: 'Colours', min: 5, max: 32, default: 18 },
    grain: { title: 'Airbrush grain', min: 0, max: 2, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const seed = Math.floor(random.next() * 9973);
    const flow = structureTensor(image, { sigma: 4 * scale }, bands);
    const options = { flow, radius: 7.5 * scale, insideRadius: 2.6 * scale, character };
    const painted = kuwahara(image, options, bands);
    checkpoint();
    const flat = edgeSmooth(painted, { space: 36 * scale, range: 0.32 }, bands);
    const again = structureTensor(flat, { sigma: 4 * scale }, bands);
    checkpoint();
    const palette = pickPalette(
      { image: flat, character, random: random.fork('palette') },
      Math.round(params.colors ?? 18),
    );
    quantise(flat, { palette, character, pull: 0.97, insidePull: 0.66, soft: 0.004 }, bands);
    // A last small pass rounds the staircase that cutting colours apart leaves on the contours.
    const smooth = { flow: again, radius: 4 * scale, insideRadius: 1.5 * scale, character };
    const clean = kuwahara(flat, smooth, bands);
    const rim = silhouette(character, 3 * scale, bands);
    const grain = params.grain ?? 1;
    const args = { image: clean, rim: rim.data, character: character.data, seed, grain };
    bands.run(airbrushKernel, args, image.height);
    return clean;
  },
});

interface AirbrushArgs {
  readonly image: Raster;
  readonly rim: Float32Array;
  readonly character: Float32Array;
  readonly seed: number;
  readonly grain: number;
}

const airbrushKernel = defineKernel<AirbrushArgs>('style/flat-poster', (args, y0, y1) => {
  const { r, g, b, width, height } = args.image;
  for (let y = y0; y < y1; y++) {
    const low = smoothstep(0.55, 1, y / height);
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const m = args.character[i] as number;
      const speck = (randomCell(x, y, args.seed) - 0.5) * 0.055 * args.grain * (1 - 0.5 * m);
      const fall = 1 - 0.14 * low * (1 - m);
      const light = 0.3 * (r[i] as number) + 0.59 * (g[i] as number) + 0.11 * (b[i] as number);
      const rich = 1.14 - 0.1 * m;
      // A pale edge frees the character from the ground, as a cut stencil would.
      const edge = 0.42 * (args.rim[i] as number) * (1 - m);
      r[i] = poster(light + ((r[i] as number) - light) * rich, fall, speck, edge);
      g[i] = poster(light + ((g[i] as number) - light) * rich, fall, speck, edge);
      b[i] = poster(light + ((b[i] as number) - light) * rich, fall, speck, edge * 0.94);
    }
  }
});

function poster(value: number, fall: number, ...more: [number, number]): number {
  const [speck, edge] = more;
  const v = value * fall + speck;
  return clamp01(v + (1 - v) * edge);
}
