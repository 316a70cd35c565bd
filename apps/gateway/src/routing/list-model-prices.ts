import { type CatalogModel, quotePrice, type Speed } from '@aigateway/catalog';
import { type AdminModel, type MicroUsd, toCents } from '@aigateway/contract';
import { type RoutingTable, routesOf } from './plan-route.ts';

/** Every model with its price, its makers' prices and who would serve it now. */
export function listModelPrices(models: Iterable<CatalogModel>, table: RoutingTable): AdminModel[] {
  return [...models].map((model) => {
    const ready = routesOf(model, table);
    const listed = model.deployments.map(({ provider, deployment, upstream }) => ({
      provider,
      deployment,
      available: ready.some(
        (step) => step.upstream.provider.id === provider && step.deployment.id === deployment,
      ),
      stand_in: false,
      upstream_cents: upstream ? toWire((speed) => upstream[speed]) : null,
    }));
    const standIns = ready
      .filter(({ standIn }) => standIn)
      .map(({ upstream, deployment }) => ({
        provider: upstream.provider.id,
        deployment: deployment.id,
        available: true,
        stand_in: true,
        upstream_cents: null,
      }));
    return {
      id: model.id,
      object: 'admin.model',
      name: model.name,
      list_cents: toWire((speed) => quotePrice(model, 1, { speed }).pictureMicroUsd),
      routes: [...listed, ...standIns],
    };
  });
}

function toWire(priceOf: (speed: Speed) => MicroUsd): AdminModel['list_cents'] {
  return {
    turbo: toCents(priceOf('turbo')),
    default: toCents(priceOf('default')),
    quality: toCents(priceOf('quality')),
  };
}
