import type { SolidHit } from './solid-trace.ts';
import type { Skin } from './solids.ts';

/** What a surface looks like at one place: how it reflects light and what it gives off. */
export interface Surface {
  r: number;
  g: number;
  b: number;
  /** Share of its own colour it gives off as light. */
  glow: number;
  gloss: number;
}

/** A place to be painted. */
export interface PaintJob {
  readonly skin: Skin;
  readonly hit: SolidHit;
  /** Metres along the face, from its low corner. */
  readonly u: number;
  readonly v: number;
  /** Width of a pixel there, in metres: patterns finer than that fade. */
  readonly px: number;
}

/** Sets a surface to a colour, brighter or darker. */
export function paintAs(out: Surface, color: readonly [number, number, number], by: number): void {
  out.r = color[0] * by;
  out.g = color[1] * by;
  out.b = color[2] * by;
}

/** Moves a surface towards a colour. */
export function tint(out: Surface, color: readonly [number, number, number], t: number): void {
  out.r += (color[0] - out.r) * t;
  out.g += (color[1] - out.g) * t;
  out.b += (color[2] - out.b) * t;
}

/** Multiplies a surface's colour. */
export function dim(out: Surface, by: number): void {
  out.r *= by;
  out.g *= by;
  out.b *= by;
}
