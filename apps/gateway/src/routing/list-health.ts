import type { ProviderHealth } from '@aigateway/contract';
import { isReady } from '@aigateway/providers';
import type { RoutingTable } from './plan-route.ts';

/** How every deployment that the operator's settings make usable does. */
export function listHealth({ providers, health }: RoutingTable): ProviderHealth[] {
  return [...providers.values()]
    .filter((upstream) => upstream.usable)
    .flatMap((upstream) =>
      upstream.provider.deployments
        .filter((deployment) => isReady(deployment, upstream))
        .map((deployment) => {
          const reading = health.read(`${upstream.provider.id}/${deployment.id}`);
          return {
            provider: upstream.provider.id,
            deployment: deployment.id,
            state: reading.state,
            in_flight: reading.inFlight,
            waiting: reading.waiting,
            concurrency: deployment.concurrency,
            latency_ms: reading.latencyMs,
            resting_seconds: Math.ceil(reading.restingMs / 1000),
          };
        }),
    );
}
