import { type Bands, defineKernel } from '../raster/kernel.ts';
import { clamp01 } from '../raster/noise.ts';
import { oklabToSrgb, srgbToOklab } from '../raster/oklab.ts';
import type { Plane, Raster } from '../raster/raster.ts';

/** What words ask of the picture's colours, in OKLab. */
interface Grade {
  /** Factor of the chroma. */
  readonly chroma: number;
  /** Added to `a` and `b`. */
  readonly tint: readonly [number, number];
  readonly light: number;
  readonly contrast: number;
}

const NONE: Grade = { chroma: 1, tint: [0, 0], light: 0, contrast: 1 };

/** By the plan's values of palette, mood and light; a value without a line changes nothing. */
const GRADES: Readonly<Record<string, Partial<Grade>>> = {
  warm: { tint: [0.012, 0.03], chroma: 1.05 },
  cool: { tint: [-0.014, -0.03] },
  pastel: { chroma: 0.72, light: 0.09, contrast: 0.78 },
  vivid: { chroma: 1.3, contrast: 1.06 },
  muted: { chroma: 0.62, contrast: 0.92 },
  monochrome: { chroma: 0 },
  cozy: { tint: [0.01, 0.02] },
  joyful: { chroma: 1.1, light: 0.02 },
  epic: { contrast: 1.12, chroma: 1.05 },
  mysterious: { tint: [0.008, -0.018], light: -0.03 },
  melancholy: { chroma: 0.75, tint: [-0.004, -0.012] },
  dark: { light: -0.09, chroma: 0.8, contrast: 1.08 },
  soft: { contrast: 0.88, light: 0.02 },
  dramatic: { contrast: 1.24, light: -0.03 },
  neon: { tint: [0.02, -0.02], chroma: 1.15 },
};

/** The words that grade a picture, and where the character is: it keeps more of its own colours. */
export interface GradeOptions {
  readonly words: readonly string[];
  readonly character: Plane;
  readonly bands: Bands;
}

/** Tints, lightens and contrasts a picture as its palette, mood and light ask, in place. */
export function gradePicture(image: Raster, { words, character, bands }: GradeOptions): void {
  const asked = words.flatMap((word) => GRADES[word] ?? []);
  if (asked.length === 0) return;
  const grade = asked.reduce<Grade>((sum, one) => {
    const tint = one.tint ?? [0, 0];
    return {
      chroma: sum.chroma * (one.chroma ?? 1),
      tint: [sum.tint[0] + tint[0], sum.tint[1] + tint[1]],
      light: sum.light + (one.light ?? 0),
      contrast: sum.contrast * (one.contrast ?? 1),
    };
  }, NONE);
  bands.run(gradeRows, { image, character, grade }, image.height);
}

interface GradeArgs {
  readonly image: Raster;
  readonly character: Plane;
  readonly grade: Grade;
}

/** Share of the grade a character takes part in; all of it when the picture has no colour left. */
const ON_CHARACTER = 0.35;

const gradeRows = defineKernel<GradeArgs>('place/grade', ({ image, character, grade }, y0, y1) => {
  const { width, r, g, b } = image;
  const kept = grade.chroma === 0 ? 0 : 1 - ON_CHARACTER;
  for (let i = y0 * width; i < y1 * width; i++) {
    const share = 1 - kept * (character.data[i] as number);
    const lab = srgbToOklab(r[i] as number, g[i] as number, b[i] as number);
    const bent = 0.5 + (lab[0] - 0.5) * grade.contrast + grade.light;
    const light = clamp01(lab[0] + (bent - lab[0]) * share);
    const chroma = 1 + (grade.chroma - 1) * share;
    const tint = grade.chroma === 0 ? 0 : share;
    const color = oklabToSrgb(
      light,
      lab[1] * chroma + grade.tint[0] * tint,
      lab[2] * chroma + grade.tint[1] * tint,
    );
    r[i] = color[0];
    g[i] = color[1];
    b[i] = color[2];
  }
});
