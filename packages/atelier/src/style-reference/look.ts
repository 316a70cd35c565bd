import type { Bands } from '../raster/kernel.ts';
import { createPlane, type Plane, type Raster, type RasterA } from '../raster/raster.ts';
import { applyColours, mapColours } from './colour-map.ts';
import { type Palette, samplePalette } from './palette.ts';
import { matchTexture, measureTexture, type Texture } from './texture.ts';

/** What is taken from pictures whose look is wanted. */
export interface Look {
  readonly palette: Palette;
  readonly texture: Texture;
}

/** The look of a picture; what is see-through counts for nothing in its colours. */
export function readLook(picture: RasterA, bands: Bands): Look {
  return {
    palette: samplePalette(picture),
    texture: measureTexture(onWhite(picture), bands),
  };
}

/** What several looks have in common: all their colours, and the mean of their surfaces. */
export function blendLooks(looks: readonly [Look, ...Look[]]): Look {
  const known = (of: (texture: Texture) => number | null | undefined) => {
    const values = looks.flatMap((look) => of(look.texture) ?? []);
    return values.length > 0 ? values.reduce((sum, one) => sum + one, 0) / values.length : null;
  };
  return {
    palette: Float32Array.from(looks.flatMap((look) => [...look.palette])),
    texture: {
      contrast: looks[0].texture.contrast.map((_, k) => known((one) => one.contrast[k])),
      flat: known((one) => one.flat),
      strokeScale: known((one) => one.strokeScale) ?? 1,
      lineWeight: known((one) => one.lineWeight) ?? 0,
      lines: known((one) => one.lines),
    },
  };
}

/** Without its alpha: what is see-through lies on white. */
function onWhite({ width, height, r, g, b, a }: RasterA): Raster {
  const over = (from: Float32Array) => {
    const { data } = createPlane(width, height);
    for (let i = 0; i < data.length; i++) {
      const cover = a[i] as number;
      data[i] = (from[i] as number) * cover + 1 - cover;
    }
    return data;
  };
  return { width, height, r: over(r), g: over(g), b: over(b) };
}

/** Texture first, colours last, so that the palette is the reference's own. In place. */
export function applyLook(
  image: Raster,
  look: Look,
  { character, bands }: { character: Plane; bands: Bands },
): void {
  matchTexture(image, { target: look.texture, character, bands });
  if (look.palette.length === 0) return;
  const map = mapColours(samplePalette(image), look.palette);
  applyColours(image, { map, character, bands });
}
