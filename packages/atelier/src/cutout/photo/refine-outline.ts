import type { Plane, RasterA } from '../../raster/raster.ts';
import { type Mask, outlineBand } from './band.ts';
import { cutBand, type LabPlanes } from './band-cut.ts';
import { createLocalColours, patchShares } from './local-colours.ts';
import { matteBand } from './matte-band.ts';
import type { Superpixels } from './superpixels.ts';
import { enlargePlane, softenPlane } from './upsample.ts';
import { toLab } from './working-picture.ts';

/** The working mask and what it was found with. */
export interface Rough {
  readonly mask: Mask;
  readonly patches: Superpixels;
  readonly exponent: number;
}

/** Cuts the outline anew in a narrow band at full resolution, then softens it to coverage. */
export function refineOutline(picture: RasterA, rough: Rough): Plane {
  const { mask, patches } = rough;
  const scale = picture.width / mask.width;
  const large = enlargeMask(mask, picture);
  const reach = Math.max(3, Math.round(2.5 * scale));
  const planes = bandColours(picture, outlineBand(large, reach + 2));
  const colours = createLocalColours(patches, patchShares(patches, mask.data));
  const exponent = bandExponent(planes, outlineBand(large, reach));
  const task = { reach, price: 8, bias: 0.1, exponent, scale, colours, lean: null };
  const fine = cutBand(planes, large, task);
  return matteBand(
    picture,
    smoothMask(fine, Math.max(1, scale / 2.5)),
    Math.max(2, Math.round(scale)),
  );
}

/** Rounds off the cut's corners, which follow the grid where the picture shows no edge. */
function smoothMask(mask: Mask, radius: number): Mask {
  const soft = softenPlane(Float32Array.from(mask.data), mask, Math.round(radius));
  return { ...mask, data: threshold(soft, 0.47) };
}

/** The mask at full size, its steps smoothed away. */
function enlargeMask(mask: Mask, size: { width: number; height: number }): Mask {
  const soft = softenPlane(Float32Array.from(mask.data), mask, 1);
  const large = enlargePlane(soft, mask, size);
  return {
    width: size.width,
    height: size.height,
    data: threshold(large, 0.5),
  };
}

/** Working colours of the band's pixels only: the rest of the picture is never converted. */
function bandColours(picture: RasterA, band: Int32Array): LabPlanes {
  const l = Float32Array.from(band, (p) => picture.r[p] as number);
  const a = Float32Array.from(band, (p) => picture.g[p] as number);
  const b = Float32Array.from(band, (p) => picture.b[p] as number);
  toLab(l, a, b);
  const size = picture.width * picture.height;
  const planes = {
    l: new Float32Array(size),
    a: new Float32Array(size),
    b: new Float32Array(size),
  };
  for (let k = 0; k < band.length; k++) {
    const p = band[k] as number;
    planes.l[p] = l[k] as number;
    planes.a[p] = a[k] as number;
    planes.b[p] = b[k] as number;
  }
  return { width: picture.width, height: picture.height, ...planes };
}

/** Contrast exponent over the band: noise and blur at full size differ from the working size's. */
function bandExponent(planes: LabPlanes, band: Int32Array): number {
  let sum = 0;
  for (let k = 0; k < band.length; k++) {
    const p = band[k] as number;
    const q = p + planes.width < planes.l.length ? p + planes.width : p;
    sum +=
      ((planes.l[p] as number) - (planes.l[q] as number)) ** 2 +
      ((planes.a[p] as number) - (planes.a[q] as number)) ** 2 +
      ((planes.b[p] as number) - (planes.b[q] as number)) ** 2;
  }
  return band.length / Math.max(1e-6, 2 * sum + 0.5 * band.length);
}

function threshold(plane: Float32Array, least: number): Uint8Array {
  const data = new Uint8Array(plane.length);
  for (let p = 0; p < plane.length; p++) data[p] = (plane[p] as number) >= least ? 1 : 0;
  return data;
}
