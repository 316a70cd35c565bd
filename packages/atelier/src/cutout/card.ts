import { length2 } from '../raster/length.ts';
import { smoothstep } from '../raster/noise.ts';
import { createFloats, type RasterA } from '../raster/raster.ts';

/** The whole picture as a card with rounded corners and a cream edge, to stand in a scene. */
export function toCard(picture: RasterA): RasterA {
  const edge = Math.round(Math.max(picture.width, picture.height) * 0.045);
  const width = picture.width + edge * 2;
  const height = picture.height + edge * 2;
  const planes = [0, 1, 2, 3].map(() => createFloats(width * height));
  const [r, g, b, a] = planes as [Float32Array, Float32Array, Float32Array, Float32Array];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const sx = x - edge;
      const sy = y - edge;
      const inside = sx >= 0 && sy >= 0 && sx < picture.width && sy < picture.height;
      const from = sy * picture.width + sx;
      const cover = inside ? (picture.a[from] as number) : 0;
      r[i] = 0.965 * (1 - cover) + (inside ? (picture.r[from] as number) * cover : 0);
      g[i] = 0.945 * (1 - cover) + (inside ? (picture.g[from] as number) * cover : 0);
      b[i] = 0.9 * (1 - cover) + (inside ? (picture.b[from] as number) * cover : 0);
      a[i] = roundedCorner(x + 0.5, y + 0.5, { width, height, radius: edge * 0.9 });
    }
  }
  return { width, height, r, g, b, a };
}

interface Corners {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
}

function roundedCorner(x: number, y: number, { width, height, radius }: Corners): number {
  const dx = Math.max(radius - x, x - (width - radius), 0);
  const dy = Math.max(radius - y, y - (height - radius), 0);
  return 1 - smoothstep(radius - 1, radius, length2(dx, dy));
}
