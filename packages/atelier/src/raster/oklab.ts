import { type Bands, defineKernel } from './kernel.ts';
import { createFloats, createRaster, type Raster } from './raster.ts';

/** Three OKLab planes: lightness 0..1, `a` and `b` about -0.4..0.4. */
export interface LabRaster {
  readonly width: number;
  readonly height: number;
  readonly l: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

type Triple = [number, number, number];

const TABLE = 4096;
const linearTable = new Float32Array(TABLE + 2);
const gammaTable = new Float32Array(TABLE + 2);
for (let i = 0; i < TABLE + 2; i++) {
  linearTable[i] = srgbToLinearExact(i / TABLE);
  // Indexed by the square root, so that the steep start of the curve has enough entries.
  gammaTable[i] = linearToSrgbExact((i / TABLE) ** 2);
}

/** Linear light of a gamma-encoded sRGB value, by the standard's formula. */
export function srgbToLinearExact(v: number): number {
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}

/** Gamma-encoded sRGB of a linear value, by the standard's formula. */
export function linearToSrgbExact(v: number): number {
  return v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055;
}

/** Linear light of a gamma-encoded value, clamped to 0..1, from a table (error under 1e-6). */
export function srgbToLinear(v: number): number {
  const x = v <= 0 ? 0 : v >= 1 ? TABLE : v * TABLE;
  const i = x | 0;
  const low = linearTable[i] as number;
  return low + ((linearTable[i + 1] as number) - low) * (x - i);
}

/** Gamma-encoded value of linear light, clamped to 0..1, from a table (error under 1e-5). */
export function linearToSrgb(v: number): number {
  const x = v <= 0 ? 0 : v >= 1 ? TABLE : Math.sqrt(v) * TABLE;
  const i = x | 0;
  const low = gammaTable[i] as number;
  return low + ((gammaTable[i + 1] as number) - low) * (x - i);
}

/** OKLab of gamma-encoded sRGB (Björn Ottosson 2020). */
export function srgbToOklab(red: number, green: number, blue: number): Triple {
  return linearToOklab(srgbToLinear(red), srgbToLinear(green), srgbToLinear(blue));
}

/** OKLab of linear sRGB. */
export function linearToOklab(red: number, green: number, blue: number): Triple {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Linear sRGB of OKLab; may leave 0..1 for colours outside the gamut. */
export function oklabToLinear(lightness: number, a: number, b: number): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** Gamma-encoded sRGB of OKLab, each channel clipped to 0..1. */
export function oklabToSrgb(lightness: number, a: number, b: number): Triple {
  const [r, g, bl] = oklabToLinear(lightness, a, b);
  return [linearToSrgb(r), linearToSrgb(g), linearToSrgb(bl)];
}

/** OKLab lightness alone: cheaper than the whole conversion. */
export function oklabLightness(red: number, green: number, blue: number): number {
  return srgbToOklab(red, green, blue)[0];
}

/** OKLab planes of a picture. */
export function toOklab(image: Raster, bands: Bands): LabRaster {
  const size = image.width * image.height;
  const lab: LabRaster = {
    width: image.width,
    height: image.height,
    l: createFloats(size),
    a: createFloats(size),
    b: createFloats(size),
  };
  bands.run(toOklabKernel, { image: rgbOf(image), lab }, image.height);
  return lab;
}

/** The picture of OKLab planes, clipped to the sRGB gamut. */
export function fromOklab(lab: LabRaster, bands: Bands): Raster {
  const image = createRaster(lab.width, lab.height);
  bands.run(fromOklabKernel, { image, lab }, lab.height);
  return image;
}

function rgbOf(image: Raster): Raster {
  return { width: image.width, height: image.height, r: image.r, g: image.g, b: image.b };
}

interface LabArgs {
  readonly image: Raster;
  readonly lab: LabRaster;
}

const toOklabKernel = defineKernel<LabArgs>('raster/to-oklab', ({ image, lab }, y0, y1) => {
  const { r, g, b, width } = image;
  for (let i = y0 * width; i < y1 * width; i++) {
    const out = srgbToOklab(r[i] as number, g[i] as number, b[i] as number);
    lab.l[i] = out[0];
    lab.a[i] = out[1];
    lab.b[i] = out[2];
  }
});

const fromOklabKernel = defineKernel<LabArgs>('raster/from-oklab', ({ image, lab }, y0, y1) => {
  const { l, a, b, width } = lab;
  for (let i = y0 * width; i < y1 * width; i++) {
    const out = oklabToSrgb(l[i] as number, a[i] as number, b[i] as number);
    image.r[i] = out[0];
    image.g[i] = out[1];
    image.b[i] = out[2];
  }
});
