import { type RoutingTable, routesOf } from './plan-route.ts';
import type { ModelIndex } from './resolve-model.ts';

/**
 * The ids of models that reach no upstream in this installation: the built-in engine makes them,
 * under its own name or in place of a maker that is not configured, or nobody does.
 */
export function builtInModels(models: ModelIndex, table: RoutingTable): string[] {
  return [...models.values()]
    .filter((model) =>
      routesOf(model, table).every(({ upstream }) => upstream.provider.credentials === null),
    )
    .map((model) => model.id);
}
