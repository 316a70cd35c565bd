import type { Provider, ProviderContext, ProviderDeployment } from './define-provider.ts';

/** What an installation set for a provider: the part of a context that comes from the operator. */
export interface ProviderConfiguration extends Pick<ProviderContext, 'credential' | 'baseUrl'> {
  readonly settings: Readonly<Record<string, string>>;
  /** False = only callers with a key of their own can use it. */
  readonly usable: boolean;
}

/**
 * What an operator's variables say of a provider; null where it cannot be reached at all. A key
 * makes a maker usable; an engine that needs none needs its URL. Blank variables count as not set.
 */
export function readConfiguration(
  { credentials }: Provider,
  variables: Readonly<Record<string, string | undefined>>,
): ProviderConfiguration | null {
  if (credentials === null) return { credential: null, baseUrl: null, settings: {}, usable: true };
  const read = (name: string | undefined) => (name && variables[name]?.trim()) || null;
  const credential = read(credentials.keyVariable);
  const baseUrl = read(credentials.urlVariable);
  if (credentials.keyOptional && baseUrl === null) return null;
  const own = Object.entries(credentials.settings ?? {}).flatMap(([name, variable]) => {
    const value = read(variable);
    return value === null ? [] : [[name, value] as const];
  });
  const settings = { ...credentials.defaults, ...Object.fromEntries(own) };
  return { credential, baseUrl, settings, usable: credentials.keyOptional || credential !== null };
}

/** True for a deployment whose settings are those it needs. */
export function isReady(
  { requires = {}, needsSettings = [] }: ProviderDeployment,
  { settings }: Pick<ProviderConfiguration, 'settings'>,
): boolean {
  const asRequired = Object.entries(requires).every(([name, value]) => settings[name] === value);
  return asRequired && needsSettings.every((name) => settings[name] !== undefined);
}
