import type { Provider } from '@aigateway/providers';

/** An upstream of this installation. */
export interface ConfiguredProvider {
  readonly provider: Provider;
  /** The operator's secret there, or null. */
  readonly credential: string | null;
  readonly baseUrl: string | null;
  /** What else the operator set, by the provider's own names. */
  readonly settings: Readonly<Record<string, string>>;
  /** False = only callers with a key of their own can use it. */
  readonly usable: boolean;
}

/**
 * Every provider with what the operator set for it, by id. One without a key, where it needs one, is
 * kept for own keys; one that needs an address and has none is not usable at all.
 */
export function configureProviders(
  providers: readonly Provider[],
  variables: Readonly<Record<string, string>>,
): ReadonlyMap<string, ConfiguredProvider> {
  return new Map(providers.map((one) => [one.id, configure(one, variables)]));
}

function configure(
  provider: Provider,
  variables: Readonly<Record<string, string>>,
): ConfiguredProvider {
  const { credentials } = provider;
  if (credentials === null) {
    return { provider, credential: null, baseUrl: null, settings: {}, usable: true };
  }
  const { keyVariable, keyOptional, urlVariable } = credentials;
  const credential = variables[keyVariable] ?? null;
  const baseUrl = (urlVariable && variables[urlVariable]) ?? null;
  const settings = Object.fromEntries(
    Object.entries(credentials.settings ?? {}).flatMap(([name, variable]) => {
      const value = variables[variable];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const usable = keyOptional ? baseUrl !== null : credential !== null;
  return { provider, credential, baseUrl, settings, usable };
}
