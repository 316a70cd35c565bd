import { createFloats } from '../raster/raster.ts';
import type { SolidHit } from './solid-trace.ts';
import type { Solid } from './solids.ts';

/** One face's place in the light maps. */
export interface Face {
  readonly solid: number;
  readonly face: number;
  readonly from: number;
  readonly nu: number;
  readonly nv: number;
}

/** Where each face's light is kept: small maps one after another. */
export interface LightPlan {
  readonly faces: readonly Face[];
  /** Number of the face by solid * 6 + face, -1 when there is none. */
  readonly find: readonly number[];
  readonly texels: number;
}

/** Lays out the light maps of a set; a texel is about `grain` metres. */
export function planLight(solids: readonly Solid[], grain: number): LightPlan {
  const faces: Face[] = [];
  const find: number[] = [];
  let from = 0;
  solids.forEach((solid, index) => {
    const sizes = sizesOf(solid);
    for (let face = 0; face < 6; face++) {
      const size = sizes[face];
      find.push(size ? faces.length : -1);
      if (!size) continue;
      const count = (metres: number) => Math.max(2, Math.min(44, Math.round(metres / grain) + 1));
      const round = solid.kind === 'ball' || (solid.kind === 'drum' && face === 0);
      const nu = round ? 8 : count(size[0]);
      const nv = solid.kind === 'ball' ? 4 : count(size[1]);
      faces.push({ solid: index, face, from, nu, nv });
      from += nu * nv;
    }
  });
  return { faces, find, texels: from };
}

function sizesOf({ kind, p }: Solid): (readonly [number, number] | null)[] {
  const n = (i: number) => p[i] as number;
  if (kind === 'box') {
    const [w, h, d] = [n(3) - n(0), n(4) - n(1), n(5) - n(2)];
    return [
      [d, h],
      [d, h],
      [w, d],
      [w, d],
      [w, h],
      [w, h],
    ];
  }
  if (kind === 'panel') {
    const size = [Math.hypot(n(3), n(4), n(5)), Math.hypot(n(6), n(7), n(8))] as const;
    return [size, size, null, null, null, null];
  }
  const wide = 2 * Math.max(n(4), n(5));
  if (kind === 'ball') return [[1, 1], null, null, null, null, null];
  return [[1, n(3) - n(2)], [wide, wide], [wide, wide], null, null, null];
}

/** Evens out the light within each face, so that few rays do not show. */
export function smooth(plan: LightPlan, light: Float32Array): Float32Array {
  const out = createFloats(light.length);
  for (const { from, nu, nv } of plan.faces) {
    for (let y = 0; y < nv; y++) {
      for (let x = 0; x < nu; x++) {
        for (let c = 0; c < 3; c++) {
          let sum = 0;
          let weight = 0;
          for (let dy = -1; dy <= 1; dy++) {
            for (let dx = -1; dx <= 1; dx++) {
              const u = x + dx;
              const v = y + dy;
              if (u < 0 || v < 0 || u >= nu || v >= nv) continue;
              const w = (dx === 0 ? 2 : 1) * (dy === 0 ? 2 : 1);
              sum += w * (light[(from + v * nu + u) * 3 + c] as number);
              weight += w;
            }
          }
          out[(from + y * nu + x) * 3 + c] = sum / weight;
        }
      }
    }
  }
  return out;
}

/** Light at a place of a face, smooth between texels. */
export function lightAt(
  maps: { plan: LightPlan; light: Float32Array },
  hit: SolidHit,
  out: number[],
): void {
  const face = maps.plan.faces[maps.plan.find[hit.index * 6 + hit.face] as number];
  if (!face) {
    out[0] = out[1] = out[2] = 0;
    return;
  }
  const { from, nu, nv } = face;
  const x = Math.max(0, Math.min(nu - 1, hit.a * nu - 0.5));
  const y = Math.max(0, Math.min(nv - 1, hit.b * nv - 0.5));
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const x1 = Math.min(nu - 1, x0 + 1);
  const y1 = Math.min(nv - 1, y0 + 1);
  const fx = x - x0;
  const fy = y - y0;
  const { light } = maps;
  const nw = (from + y0 * nu + x0) * 3;
  const ne = (from + y0 * nu + x1) * 3;
  const sw = (from + y1 * nu + x0) * 3;
  const se = (from + y1 * nu + x1) * 3;
  for (let c = 0; c < 3; c++) {
    const n = light[nw + c] as number;
    const s = light[sw + c] as number;
    const low = n + ((light[ne + c] as number) - n) * fx;
    const high = s + ((light[se + c] as number) - s) * fx;
    out[c] = low + (high - low) * fy;
  }
}
