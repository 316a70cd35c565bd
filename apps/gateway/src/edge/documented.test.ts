import { ENDPOINTS } from '@aigateway/contract';
import { expect, test } from 'vitest';
import { ROUTES } from './routes.gen.ts';

/** Routes that are no endpoint folder: mounted by `create-app.ts` itself. */
const MOUNTED = ['POST /mcp'];

const name = ({ method, path }: { method: string; path: string }) =>
  `${method.toUpperCase()} ${path}`;

test('every route is a documented endpoint, and every documented endpoint is a route', () => {
  const routes = [...ROUTES.map(({ endpoint }) => name(endpoint)), ...MOUNTED].sort();
  expect(routes).toEqual(ENDPOINTS.map(name).sort());
});

test('every route stands on the very promise that is documented', () => {
  const promised = new Set(ENDPOINTS);
  for (const { endpoint } of ROUTES) expect(promised.has(endpoint), name(endpoint)).toBe(true);
});
