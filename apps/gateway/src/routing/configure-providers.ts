import { type Provider, type ProviderConfiguration, readConfiguration } from '@aigateway/providers';

/** An upstream of this installation. */
export interface ConfiguredProvider extends ProviderConfiguration {
  readonly provider: Provider;
}

/**
 * Every provider with what the operator set for it, by id. One without a key, where it needs one,
 * is kept for own keys; one that needs an address and has none, for what is told of its models.
 */
export function configureProviders(
  providers: readonly Provider[],
  variables: Readonly<Record<string, string>>,
): ReadonlyMap<string, ConfiguredProvider> {
  return new Map(
    providers.map((provider) => [
      provider.id,
      { provider, ...readConfiguration(provider, variables) },
    ]),
  );
}
