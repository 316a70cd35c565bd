import type { FieldTable, ImageOrder, ProviderDeployment } from '../define-provider.ts';
import { MOST_CHARACTERS, pickPictures } from '../fields/ideogram-order.ts';
import { WIRE_RATIOS_V3 } from '../fields/ideogram-sizes.ts';
import { IDEOGRAM_OPERATIONS, type IdeogramOperation } from './operations.ts';
import { refineIdeogram } from './refine-fields.ts';

/** The operation as the routing sees it. */
export function toDeployment(one: IdeogramOperation): ProviderDeployment {
  return {
    id: one.id,
    drawsFromWords: one.fromWords !== null || one.needs.length === 0,
    // Ideogram's default, counted in pictures (its rate-limits page).
    concurrency: 10,
    deadlineMs: 300_000,
    onHangUp: 'finish',
    fields: one.fields,
    limits: {
      characters: MOST_CHARACTERS,
      sizes: one.accepts.has('resolution') ? one.sizes : [],
      ratios: one.accepts.has('aspect_ratio') ? WIRE_RATIOS_V3 : [],
    },
    needs: one.needs,
    refine: (order) => refine(one, order),
  };
}

/** Without a picture the rules are those of the operation from words that then serves the order. */
function refine(one: IdeogramOperation, order: ImageOrder): Partial<FieldTable> {
  const words = IDEOGRAM_OPERATIONS.find(({ id }) => id === one.fromWords);
  if (words === undefined || pickPictures(order).source !== null) return refineIdeogram(one, order);
  return { ...words.fields, ...refineIdeogram(words, order) };
}
