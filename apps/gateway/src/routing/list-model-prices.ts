import { type CatalogModel, type PriceBySpeed, quotePrice } from '@aigateway/catalog';
import { type AdminModel, toCents } from '@aigateway/contract';
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
      upstream_cents: upstream ? toWire(upstream) : null,
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
      list_cents: toWire({
        turbo: quotePrice(model, 1, 'turbo').pictureMicroUsd,
        default: quotePrice(model, 1, 'default').pictureMicroUsd,
        quality: quotePrice(model, 1, 'quality').pictureMicroUsd,
      }),
      routes: [...listed, ...standIns],
    };
  });
}

function toWire({ turbo, default: usual, quality }: PriceBySpeed): AdminModel['list_cents'] {
  return { turbo: toCents(turbo), default: toCents(usual), quality: toCents(quality) };
}
