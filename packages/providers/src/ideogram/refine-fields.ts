import type { FieldTable, ImageOrder } from '../define-provider.ts';
import { chooseShape, isKnownRatio, refineCommon } from '../fields/ideogram-order.ts';
import { toPreset } from '../fields/ideogram-presets.ts';
import { approximated, converted, used } from '../fields/unsupported-fields.ts';
import type { IdeogramOperation } from './operations.ts';

/** Rules that this very order changes: exact sizes, presets, options without their picture. */
export function refineIdeogram(
  operation: IdeogramOperation,
  order: ImageOrder,
): Partial<FieldTable> {
  const { accepts, sizes } = operation;
  const shape = chooseShape(order);
  const { width, height } = order.size ?? { width: 0, height: 0 };
  const isExact = sizes.includes(`${width}x${height}`);
  const oddRatio = shape?.kind === 'ratio' && !isKnownRatio(shape.ratio);
  return {
    ...(accepts.has('resolution') && isExact && { size: used }),
    ...(accepts.has('aspect_ratio') &&
      oddRatio && { aspect_ratio: approximated("becomes the nearest of Ideogram's ratios") }),
    ...(order.count <= 8 && { n: used }),
    ...(usesPreset(operation, order) && {
      art_style: converted('becomes the style preset of that name'),
    }),
    ...refineCommon(order),
  };
}

/** True where the art style is a preset of Ideogram's and nothing else names the look. */
export function usesPreset(operation: IdeogramOperation, order: ImageOrder): boolean {
  if (!operation.accepts.has('style_preset') || order.styleReferences.length > 0) return false;
  return !order.options.style_codes?.length && toPreset(order.options.art_style) !== null;
}
