import { clamp01, fbm } from '../raster/noise.ts';
import type { Rgb } from './define-scene.ts';
import { mixColor, type Pixel } from './shader.ts';
import type { Sky } from './sky.ts';
import type { SolidRay } from './solid-trace.ts';

/** Hills or mountains on the horizon; colours as lit. */
export interface Hills {
  readonly height: number;
  readonly color: Rgb;
  readonly crest: Rgb;
  /** 0 = none .. 1 = down to the foot. */
  readonly snow: number;
  readonly seed: number;
}

/** Hills and the sky that pales them. */
export interface HillView {
  readonly hills: Hills;
  readonly sky: Sky;
}

/** Ridges on the horizon, the farther the paler. */
export function paintHills({ hills, sky }: HillView, ray: SolidRay, out: Pixel): void {
  if (ray.dy > hills.height * 1.5) return;
  const angle = Math.atan2(ray.dx, ray.dz);
  for (let k = 2; k >= 0; k--) {
    const tall = hills.height * (0.35 + 0.3 * k);
    const spec = { seed: hills.seed + k, octaves: 5 };
    const top = tall * (0.75 + 0.7 * fbm(angle * (3.2 - k * 0.4), k * 7, spec));
    if (ray.dy > top) continue;
    const grain = fbm(angle * 30, ray.dy * 60, { seed: hills.seed + 5, octaves: 3 });
    const peak = hills.snow > 0 ? clamp01((ray.dy / top - 1 + hills.snow + grain * 0.3) * 4) : 0;
    const tone = 0.9 + grain * 0.35;
    mixColor(out, [hills.color[0] * tone, hills.color[1] * tone, hills.color[2] * tone], 1);
    mixColor(out, [hills.crest[0] * tone, hills.crest[1] * tone, hills.crest[2] * tone], peak);
    mixColor(out, sky.horizon, 0.25 + 0.22 * k);
  }
}
