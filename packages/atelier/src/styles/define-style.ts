import type { Bands } from '../raster/kernel.ts';
import type { Random } from '../raster/random.ts';
import type { Box, Plane, Raster } from '../raster/raster.ts';

/** One number a style can be tuned by; values outside `min..max` are refused, never clamped. */
export interface StyleParam {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** What a style paints: the composed picture and what is known about it. */
export interface StyleInput {
  readonly image: Raster;
  /** Coverage of the character, 0..1; all zero when the whole picture is restyled. */
  readonly character: Plane;
  /** Distance from the camera, 0 = nearest .. 1 = farthest. */
  readonly depth: Plane;
  /** The character's rectangle in pixels, or null when there is none. */
  readonly box: Box | null;
  /** Long side / 1024: multiply every length in pixels by it. */
  readonly scale: number;
  readonly params: Readonly<Record<string, number>>;
  readonly random: Random;
  readonly bands: Bands;
  /** Throws when the caller has hung up; call it between passes. */
  readonly checkpoint: () => void;
}

/** A named look. One file a style; registry, catalogue, form and docs derive from it. */
export interface Style {
  /** kebab-case, as in `art_style`. */
  readonly id: string;
  readonly title: string;
  /** One sentence for people. */
  readonly summary: string;
  /** The published method it follows: authors, year, title. */
  readonly source: string;
  /** `line` styles draw on locally normalised luminance and take no particles or focus blur. */
  readonly family: 'photographic' | 'painted' | 'line' | 'graphic' | 'craft';
  /** Of one ink, or of light on black: it gives up tone and hue by design. */
  readonly monochrome?: true;
  /** Words in a prompt that ask for this style, lower case. */
  readonly words: readonly string[];
  /** Blur of the far distance, as a share of the picture's width: .004 cinematic, 0 for lines. */
  readonly focusBlur: number;
  readonly params: Readonly<Record<string, StyleParam>>;
  /** Paints `input.image`; returns a new picture of the same size, every value finite. */
  readonly render: (input: StyleInput) => Raster;
}

/** Declares a style; the type is all it adds. */
export function defineStyle(style: Style): Style {
  return style;
}
