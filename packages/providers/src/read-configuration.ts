import type { Provider, ProviderContext, ProviderDeployment } from './define-provider.ts';

/** What an installation set for a provider: the part of a context that comes from the operator. */
export interface ProviderConfiguration extends Pick<ProviderContext, 'credential' | 'baseUrl'> {
  readonly settings: Readonly<Record<string, string>>;
  /** False = it needs an address and has none: nobody can use it. */
  readonly reachable: boolean;
  /** False = at most callers with a key of their own can use it. */
  readonly usable: boolean;
}

const NEEDS_NOTHING = {
  credential: null,
  baseUrl: null,
  settings: {},
  reachable: true,
  usable: true,
} as const;

/**
 * What an operator's variables say of a provider. A key makes a maker usable; an engine that needs
 * none needs its URL. Blank variables count as not set.
 */
export function readConfiguration(
  { credentials }: Provider,
  variables: Readonly<Record<string, string | undefined>>,
): ProviderConfiguration {
  if (credentials === null) return NEEDS_NOTHING;
  const read = (name: string | undefined) => (name && variables[name]?.trim()) || null;
  const credential = read(credentials.keyVariable);
  const baseUrl = read(credentials.urlVariable);
  const own = Object.entries(credentials.settings ?? {}).flatMap(([name, variable]) => {
    const value = read(variable);
    return value === null ? [] : [[name, value] as const];
  });
  const settings = { ...credentials.defaults, ...Object.fromEntries(own) };
  const reachable = !credentials.keyOptional || baseUrl !== null;
  const usable = credentials.keyOptional ? reachable : credential !== null;
  return { credential, baseUrl, settings, reachable, usable };
}

/** True for a deployment whose settings are those it needs. */
export function isReady(
  { requires = {}, needsSettings = [] }: ProviderDeployment,
  { settings }: Pick<ProviderConfiguration, 'settings'>,
): boolean {
  const asRequired = Object.entries(requires).every(([name, value]) => settings[name] === value);
  return asRequired && needsSettings.every((name) => settings[name] !== undefined);
}
