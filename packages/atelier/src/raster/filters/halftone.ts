import { smoothstep } from '../noise.ts';

/** A halftone screen: period in pixels and angle in radians. */
export interface Screen {
  readonly cell: number;
  readonly angle: number;
}

/**
 * Ink coverage of a round-dot halftone screen at a pixel, 0..1, for a wanted `tone` 0..1 of ink
 * (Ulichney 1987, "Digital Halftoning", clustered dot). Edges are one pixel soft.
 */
export function halftoneInk(screen: Screen, at: { x: number; y: number }, tone: number): number {
  if (tone <= 0.01) return 0;
  if (tone >= 0.99) return 1;
  const c = Math.cos(screen.angle);
  const s = Math.sin(screen.angle);
  const k = (2 * Math.PI) / screen.cell;
  const u = (at.x * c + at.y * s) * k;
  const v = (at.y * c - at.x * s) * k;
  // The sum of two cosines has a nearly even histogram over its middle; the ends are stretched.
  const spot = 0.5 + 0.25 * (Math.cos(u) + Math.cos(v));
  const t = 1 - tone;
  const threshold = t + 0.12 * Math.sin((t - 0.5) * 2 * Math.PI) * -1;
  const soft = Math.min(0.3, 1.5 / screen.cell);
  return smoothstep(threshold - soft, threshold + soft, spot);
}
