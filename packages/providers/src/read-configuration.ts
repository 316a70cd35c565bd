import type { Provider, ProviderContext, ProviderDeployment } from './define-provider.ts';

/** What an installation set for a provider: the part of a context that comes from the operator. */
export type ProviderConfiguration = Pick<ProviderContext, 'credential' | 'baseUrl'> & {
  readonly settings: Readonly<Record<string, string>>;
};

/**
 * What an operator's variables say of a provider; null where it is not configured. A key makes a
 * maker usable; an engine that knows no keys needs its URL. Empty variables count as not set.
 */
export function readConfiguration(
  { credentials }: Provider,
  variables: Readonly<Record<string, string | undefined>>,
): ProviderConfiguration | null {
  if (credentials === null) return { credential: null, baseUrl: null, settings: {} };
  const read = (name: string | undefined) => (name && variables[name]?.trim()) || null;
  const credential = read(credentials.keyVariable);
  const baseUrl = read(credentials.urlVariable);
  if (credentials.keyOptional ? baseUrl === null : credential === null) return null;
  const own = Object.entries(credentials.settings ?? {}).flatMap(([name, variable]) => {
    const value = read(variable);
    return value === null ? [] : [[name, value] as const];
  });
  const settings = { ...credentials.defaults, ...Object.fromEntries(own) };
  return { credential, baseUrl, settings };
}

/** The deployments of a provider that its configuration makes usable. */
export function usableDeployments(
  { deployments }: Provider,
  { settings }: Pick<ProviderConfiguration, 'settings'>,
): ProviderDeployment[] {
  return deployments.filter(({ requires = {}, needsSettings = [] }) => {
    const asRequired = Object.entries(requires).every(([name, value]) => settings[name] === value);
    return asRequired && needsSettings.every((name) => settings[name] !== undefined);
  });
}
