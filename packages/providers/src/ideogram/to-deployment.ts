import type { ProviderDeployment } from '../define-provider.ts';
import type { IdeogramOperation } from './operations.ts';
import { refineIdeogram } from './refine-fields.ts';

/** The operation as the routing sees it. */
export function toDeployment(one: IdeogramOperation): ProviderDeployment {
  return {
    id: one.id,
    drawsFromWords: one.fromWords !== null || one.needs.length === 0,
    // Ideogram's default, counted in pictures (its rate-limits page).
    concurrency: 10,
    deadlineMs: 300_000,
    fields: one.fields,
    needs: one.needs,
    refine: (order) => refineIdeogram(one, order),
  };
}
