import type { RoutingTable } from './plan-route.ts';
import type { ModelIndex } from './resolve-model.ts';

/**
 * The ids of models that reach no upstream in this installation: none of their makers is
 * configured, so the built-in engine makes them or nobody does.
 */
export function builtInModels(models: ModelIndex, { providers }: RoutingTable): string[] {
  const reachesNobody = (id: string) => {
    const upstream = providers.get(id);
    return upstream === undefined || upstream.provider.credentials === null;
  };
  return [...models.values()]
    .filter((model) => model.deployments.every(({ provider }) => reachesNobody(provider)))
    .map((model) => model.id);
}
