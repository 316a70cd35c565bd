import { gradientNoise, smoothstep } from '../noise.ts';

/** One family of parallel pen strokes; lengths in pixels. */
export interface Hatching {
  /** Radians from the x axis. */
  readonly angle: number;
  readonly spacing: number;
  readonly seed: number;
}

/**
 * Ink coverage of hatching at a pixel, 0..1, for a wanted `darkness` 0..1: strokes swell with the
 * darkness, wander like a hand and break where it is light (Salisbury et al. 1994, Praun et al.
 * 2001, as a function of position).
 */
export function hatchInk(
  hatching: Hatching,
  at: { x: number; y: number },
  darkness: number,
): number {
  if (darkness <= 0.02) return 0;
  const { spacing, seed } = hatching;
  const c = Math.cos(hatching.angle);
  const s = Math.sin(hatching.angle);
  const along = at.x * c + at.y * s;
  const across = at.y * c - at.x * s;
  const wander = 0.42 * gradientNoise(along / (spacing * 14), across / (spacing * 5), seed);
  const t = across / spacing + wander;
  const row = Math.floor(t);
  const off = Math.abs(t - row - 0.5) * 2;
  // Each stroke has its own pressure along its length, and lifts where little ink is wanted.
  const pressure = gradientNoise(along / (spacing * 7) + row * 17.3, row * 3.1, seed + 1);
  const width = Math.min(0.96, darkness * (0.86 + 0.5 * pressure));
  if (width <= 0.06) return 0;
  const soft = Math.min(0.5, 1.3 / spacing);
  return 1 - smoothstep(width - soft, width + soft, off);
}
