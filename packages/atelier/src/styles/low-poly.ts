import Delaunator from 'delaunator';
import { edgeSmooth } from '../raster/filters/edge-smooth.ts';
import { busyPlane } from '../raster/filters/strokes.ts';
import { SITE, scatterSites } from '../raster/filters/voronoi.ts';
import { defineKernel } from '../raster/kernel.ts';
import { clamp01 } from '../raster/noise.ts';
import { createFloats, createRaster, type Plane, type Raster } from '../raster/raster.ts';
import { defineStyle } from './define-style.ts';

/** Facets: triangles between points that crowd on edges and on the character. */
export const lowPoly = defineStyle({
  id: 'low-poly',
  title: 'Low poly',
  summary: 'Folded facets, large in the ground and fine on the character.',
  source:
    'Gai, Wang 2015, "Artistic Low Poly Rendering for Images"; Guibas, Stolfi 1985 (Delaunay ' +
    'triangulation, by sweep hull, Sinclair 2016)',
  family: 'graphic',
  words: ['low poly', 'low-poly', 'lowpoly', 'polygonal', 'facets', 'origami', 'geometric'],
  focusBlur: 0,
  params: {
    facet: { title: 'Size of the facets', min: 0.5, max: 2.5, default: 1 },
    fold: { title: 'Contrast of the folds', min: 0, max: 2, default: 1 },
  },
  render: ({ image, character, scale, params, random, bands, checkpoint }) => {
    const flat = edgeSmooth(image, { space: 8 * scale, range: 0.4 }, bands);
    const busy = busyPlane(flat, 5 * scale, bands);
    const facet = (params.facet ?? 1) * scale;
    checkpoint();
    const points = [
      ...outlinePoints(character, 5 * facet),
      ...framePoints(image, 40 * facet),
      ...facetPoints({ character, busy, facet, random: random.fork('points') }),
    ];
    const mesh = new Delaunator(Float64Array.from(points));
    checkpoint();
    const triangles = createFloats((mesh.triangles.length / 3) * TRIANGLE);
    for (let t = 0; t < mesh.triangles.length / 3; t++) {
      const corners: number[] = [];
      for (let k = 0; k < 3; k++) {
        const p = mesh.triangles[t * 3 + k] ?? 0;
        corners.push(points[p * 2] ?? 0, points[p * 2 + 1] ?? 0);
      }
      triangles.set(corners, t * TRIANGLE);
    }
    const out = createRaster(image.width, image.height);
    const fold = 0.06 * (params.fold ?? 1);
    const count = triangles.length / TRIANGLE;
    bands.run(facetColours, { triangles, image: flat, mask: character.data, fold }, count);
    bands.run(facetKernel, { triangles, count, out }, image.height);
    return out;
  },
});

// Corners x,y three times, then r,g,b.
const TRIANGLE = 9;

// Along the outline both sides get a point, so that no facet bridges character and ground.
function outlinePoints(character: Plane, gap: number): number[] {
  const { width, height, data } = character;
  const found: number[] = [];
  const taken = new Set<number>();
  const columns = Math.ceil(width / gap);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const here = (data[i] as number) > 0.5;
      const edge =
        here !== (data[i + 1] as number) > 0.5 || here !== (data[i + width] as number) > 0.5;
      if (!edge) continue;
      const slot = Math.floor(y / gap) * columns + Math.floor(x / gap);
      if (taken.has(slot)) continue;
      taken.add(slot);
      found.push(x + 0.5, y + 0.5);
    }
  }
  return found;
}

function framePoints(size: { width: number; height: number }, gap: number): number[] {
  const found: number[] = [];
  const across = Math.max(1, Math.round(size.width / gap));
  const down = Math.max(1, Math.round(size.height / gap));
  for (let k = 0; k <= across; k++) {
    found.push((k / across) * size.width, -1, (k / across) * size.width, size.height + 1);
  }
  for (let k = 0; k <= down; k++) {
    found.push(-1, (k / down) * size.height, size.width + 1, (k / down) * size.height);
  }
  return found;
}

function facetPoints(spec: {
  readonly character: Plane;
  readonly busy: Plane;
  readonly facet: number;
  readonly random: Parameters<typeof scatterSites>[0]['random'];
}): number[] {
  const sites = scatterSites({
    character: spec.character,
    spacing: (i, inside) =>
      (inside ? 12 : 46) *
      spec.facet *
      (1 - 0.72 * Math.min(1, (spec.busy.data[i] as number) * 11)),
    least: Math.max(2.5, 3.6 * spec.facet),
    random: spec.random,
  });
  const found: number[] = [];
  for (let s = 0; s < sites.count; s++) {
    found.push(sites.data[s * SITE] as number, sites.data[s * SITE + 1] as number);
  }
  return found;
}

interface ColourArgs {
  readonly triangles: Float32Array;
  readonly image: Raster;
  readonly mask: Float32Array;
  readonly fold: number;
}

// A row here is one triangle: its colour is the mean of ten points within, its shade its lean.
const facetColours = defineKernel<ColourArgs>('style/low-poly-colours', (args, t0, t1) => {
  const { triangles, image, mask, fold } = args;
  for (let t = t0; t < t1; t++) {
    const at = t * TRIANGLE;
    const ax = triangles[at] as number;
    const ay = triangles[at + 1] as number;
    const bx = triangles[at + 2] as number;
    const by = triangles[at + 3] as number;
    const cx = triangles[at + 4] as number;
    const cy = triangles[at + 5] as number;
    const sum = [0, 0, 0, 0];
    for (let j = 0; j < 4; j++) {
      for (let k = 0; k < 4 - j; k++) {
        const u = 0.12 + (j / 3) * 0.64;
        const v = 0.12 + (k / 3) * 0.64;
        const w = 1 - u - v;
        const x = Math.min(image.width - 1, Math.max(0, Math.floor(ax * u + bx * v + cx * w)));
        const y = Math.min(image.height - 1, Math.max(0, Math.floor(ay * u + by * v + cy * w)));
        const i = y * image.width + x;
        sum[0] = (sum[0] ?? 0) + (image.r[i] as number);
        sum[1] = (sum[1] ?? 0) + (image.g[i] as number);
        sum[2] = (sum[2] ?? 0) + (image.b[i] as number);
        sum[3] = (sum[3] ?? 0) + (mask[i] as number);
      }
    }
    const long = Math.atan2(by - ay + (cy - ay), bx - ax + (cx - ax));
    const lean = 1 + fold * Math.sin(long * 2 + (ax + by) * 0.7) * (1 - 0.045 * (sum[3] ?? 0));
    for (let c = 0; c < 3; c++) triangles[at + 6 + c] = clamp01(((sum[c] ?? 0) / 10) * lean);
  }
});

interface FacetArgs {
  readonly triangles: Float32Array;
  readonly count: number;
  readonly out: Raster;
}

const facetKernel = defineKernel<FacetArgs>('style/low-poly', (args, y0, y1) => {
  const { triangles, count, out } = args;
  for (let t = 0; t < count; t++) {
    const p = triangles.subarray(t * TRIANGLE, t * TRIANGLE + TRIANGLE);
    const yMin = Math.min(p[1] as number, p[3] as number, p[5] as number);
    const yMax = Math.max(p[1] as number, p[3] as number, p[5] as number);
    const from = Math.max(y0, Math.floor(yMin));
    const to = Math.min(y1 - 1, Math.floor(yMax));
    for (let y = from; y <= to; y++) {
      // Four sub-rows with exact horizontal coverage: smooth edges, and areas that add up to one.
      for (let k = 0; k < 4; k++) fillSpan(p, y + (k + 0.5) / 4, { out, y });
    }
  }
});

function fillSpan(p: Float32Array, at: number, row: { out: Raster; y: number }): void {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (let e = 0; e < 6; e += 2) {
    const x0 = p[e] as number;
    const y0 = p[e + 1] as number;
    const x1 = p[(e + 2) % 6] as number;
    const y1 = p[(e + 3) % 6] as number;
    if (y0 <= at === y1 <= at) continue;
    const x = x0 + ((at - y0) / (y1 - y0)) * (x1 - x0);
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  const { out, y } = row;
  const a = Math.max(0, left);
  const b = Math.min(out.width, right);
  if (!(b > a)) return;
  for (let x = Math.floor(a); x < b; x++) {
    const cover = (Math.min(b, x + 1) - Math.max(a, x)) / 4;
    const i = y * out.width + x;
    out.r[i] = Math.min(1, (out.r[i] as number) + cover * (p[6] as number));
    out.g[i] = Math.min(1, (out.g[i] as number) + cover * (p[7] as number));
    out.b[i] = Math.min(1, (out.b[i] as number) + cover * (p[8] as number));
  }
}
