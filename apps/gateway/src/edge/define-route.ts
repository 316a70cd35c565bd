import type { Endpoint } from '@aigateway/contract';
import type { EdgeContext, EdgeServices } from './edge-env.ts';

/** One endpoint and the function that answers it. One folder a route. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly handle: (context: EdgeContext, services: EdgeServices) => Promise<Response>;
}

/** Declares a route; the type is all it adds. */
export function defineRoute(route: Route): Route {
  return route;
}
