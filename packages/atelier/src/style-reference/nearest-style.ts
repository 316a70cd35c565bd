import type { Look } from './look.ts';
import type { Palette } from './palette.ts';
import { styleLooks, styleNoise } from './style-looks.gen.ts';

/** How far the marks of a style may be made larger or smaller. */
const SMALLEST = 0.6;
const LARGEST = 1.7;

/**
 * A look as numbers that can be compared, null where it does not tell; what is counted in shares is
 * taken by its logarithm.
 */
export function featuresOf({ texture, palette }: Look): (number | null)[] {
  const { chroma, lightness, spread, colours } = paletteFigures(palette);
  const log = (value: number, floor: number) => Math.log(value + floor);
  return [
    ...texture.contrast.map((value) => (value === null ? null : log(value, 0.002))),
    ...texture.contrast.slice(1).map((value, k) => {
      const finer = texture.contrast[k] ?? null;
      return value === null || finer === null ? null : log(value, 0.002) - log(finer, 0.002);
    }),
    texture.flat,
    texture.lines === null ? null : log(texture.lines, 0.004),
    texture.lines === null ? null : log(texture.lineWeight, 0.8),
    log(chroma, 0.01),
    lightness,
    log(spread, 0.02),
    colours,
  ];
}

/** Mean chroma and lightness, spread of the lightness, and the number of colours as an entropy. */
function paletteFigures(palette: Palette) {
  const count = Math.max(1, palette.length / 3);
  const cells = new Map<string, number>();
  let chroma = 0;
  let lightness = 0;
  let square = 0;
  for (let p = 0; p < palette.length; p += 3) {
    const [l, a, b] = [palette[p], palette[p + 1], palette[p + 2]] as [number, number, number];
    chroma += Math.hypot(a, b) / count;
    lightness += l / count;
    square += (l * l) / count;
    const cell = `${Math.round(l * 16)} ${Math.round(a * 25)} ${Math.round(b * 25)}`;
    cells.set(cell, (cells.get(cell) ?? 0) + 1 / count);
  }
  let colours = 0;
  for (const share of cells.values()) colours -= share * Math.log(share);
  const spread = Math.sqrt(Math.max(0, square - lightness * lightness));
  return { chroma, lightness, spread, colours };
}

/** The style whose pictures look most like the reference, among those that were measured. */
export function nearestStyle(look: Look, known: readonly { readonly id: string }[]): string | null {
  const features = featuresOf(look);
  const all = known.flatMap(({ id }) => (styleLooks[id] ? [{ id, look: styleLooks[id] }] : []));
  let best: { id: string; distance: number } | null = null;
  for (const { id, look: own } of all) {
    const distance = features.reduce<number>((sum, value, k) => {
      if (value === null) return sum;
      const step = (value - (own.features[k] ?? 0)) / (styleNoise[k] ?? 1);
      return sum + Math.min(25, step * step);
    }, 0);
    if (best === null || distance < best.distance) best = { id, distance };
  }
  return best?.id ?? null;
}

/**
 * By what the marks of a style must be scaled to have the reference's size: by the weight of the
 * lines where both are drawn with lines, else by the strokes.
 */
export function scaleOfMarks(look: Look, style: string): number {
  const own = styleLooks[style];
  if (own === undefined) return 1;
  const { lineWeight, strokeScale } = look.texture;
  const ratio =
    lineWeight > 0 && own.lineWeight > 0
      ? lineWeight / own.lineWeight
      : strokeScale / own.strokeScale;
  return Math.max(SMALLEST, Math.min(LARGEST, ratio));
}
