import { length2 } from '../raster/length.ts';
import type { Random } from '../raster/random.ts';
import type { Plane, Raster } from '../raster/raster.ts';
import type { Weather } from '../scene/define-scene.ts';

/** What falls, and where the character is: before it the air is nearly clear. */
export interface ParticleOptions {
  readonly weather: Weather;
  readonly character: Plane;
  readonly random: Random;
}

/** Rain or snow in the air, drawn over the painted picture, in place. */
export function addParticles(image: Raster, options: ParticleOptions): void {
  const { weather } = options;
  if (weather === 'rain' || weather === 'storm') addRain(image, options);
  if (weather === 'snow') addSnow(image, options);
}

/** Share of a drop's and a flake's light that is left before the character. */
const DROP_BEFORE = 0.35;
const FLAKE_BEFORE = 0.04;

function addRain(image: Raster, { weather, character, random }: ParticleOptions): void {
  const storm = weather === 'storm';
  const air: Air = { image, mask: character.data, before: DROP_BEFORE };
  const { width, height } = image;
  const drops = Math.round((storm ? 900 : 620) * (width / height) ** 0.5);
  const slant = storm ? -0.24 : -0.09;
  for (let n = 0; n < drops; n++) {
    const near = random.next() ** 2;
    const length = height * (0.018 + near * 0.06);
    const x = random.between(-0.1, 1.1) * width;
    const y = random.between(-0.1, 1) * height;
    const alpha = 0.05 + near * 0.16;
    for (let step = 0; step < length; step++) {
      const fade = alpha * Math.sin((step / length) * Math.PI);
      lighten(air, { x: x + slant * step, y: y + step, alpha: fade });
      if (near > 0.6) lighten(air, { x: x + 1 + slant * step, y: y + step, alpha: fade * 0.5 });
    }
  }
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly alpha: number;
}

interface Air {
  readonly image: Raster;
  readonly mask: Float32Array;
  readonly before: number;
}

function lighten({ image, mask, before }: Air, { x, y, alpha: light }: Spot): void {
  const px = Math.floor(x);
  const py = Math.floor(y);
  if (px < 0 || py < 0 || px >= image.width || py >= image.height) return;
  const i = py * image.width + px;
  const alpha = light * (1 - (1 - before) * (mask[i] as number));
  image.r[i] = (image.r[i] as number) + (0.86 - (image.r[i] as number)) * alpha;
  image.g[i] = (image.g[i] as number) + (0.91 - (image.g[i] as number)) * alpha;
  image.b[i] = (image.b[i] as number) + (0.98 - (image.b[i] as number)) * alpha;
}

function addSnow(image: Raster, { character, random }: ParticleOptions): void {
  const air: Air = { image, mask: character.data, before: FLAKE_BEFORE };
  const { width, height } = image;
  const flakes = Math.round(420 * (width / height) ** 0.5);
  for (let n = 0; n < flakes; n++) {
    const near = random.next() ** 3;
    const radius = height * (0.0011 + near * 0.0065);
    const cx = random.next() * width;
    const cy = random.next() * height;
    const alpha = 0.85 - near * 0.5;
    const reach = Math.ceil(radius * 1.6);
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const far = length2(dx, dy) / radius;
        if (far < 1.6) lighten(air, { x: cx + dx, y: cy + dy, alpha: alpha * softDot(far) });
      }
    }
  }
}

function softDot(far: number): number {
  return Math.max(0, 1 - (far / 1.6) ** 2) ** 1.5;
}
