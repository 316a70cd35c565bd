import { ApiError } from '@aigateway/contract';
import type { KeyCaps, KeyChange } from '../auth/key-rows.ts';
import type { Principal, Scope } from '../principal.ts';

/** The most that keys of an organisation may be given; null = no bound. */
export interface Ceiling {
  readonly rateLimitRpm: number | null;
  readonly imagesPerMinute: number | null;
  readonly maxConcurrentImages: number | null;
}

const NUMBERS = [
  ['rateLimitRpm', 'rate_limit_rpm'],
  ['imagesPerMinute', 'images_per_minute'],
  ['maxConcurrentImages', 'max_concurrent_images'],
  ['spendCapMicroUsd', 'spend_cap_cents'],
  ['expiresAtMs', 'expires_at'],
] as const;

/**
 * Nobody gives what they do not have: every field of `wanted` must lie within the caller's own
 * bounds. Throws 403 `scope_exceeded` with `param`.
 */
export function refuseBeyond(by: Principal, wanted: KeyChange, ceiling: Ceiling): void {
  refuseScopes(by, wanted.scopes ?? []);
  for (const [field, param] of NUMBERS) {
    const value = wanted[field];
    if (value === undefined) continue;
    const own = by[field];
    if (value === null ? own !== null : value > (own ?? boundOf(ceiling, field) ?? value)) {
      throw beyond(param, 'must lie within the bounds of the key that asks');
    }
  }
  if (wanted.allowedModels !== undefined && !covers(by.allowedModels, wanted.allowedModels)) {
    throw beyond('allowed_models', 'must name models that the key that asks may use itself');
  }
}

function boundOf(ceiling: Ceiling, field: (typeof NUMBERS)[number][0]): number | null {
  return field === 'spendCapMicroUsd' || field === 'expiresAtMs' ? null : ceiling[field];
}

/** Whether a stored key has nothing that the caller lacks. */
export function refuseStronger(by: Principal, key: KeyCaps, scopes: readonly Scope[]): void {
  refuseBeyond(
    by,
    { ...key, scopes },
    { rateLimitRpm: null, imagesPerMinute: null, maxConcurrentImages: null },
  );
}

/**
 * What others spend does not count against the caller's own cap, so a capped key must not open
 * other purses. Throws 403 `scope_exceeded`.
 */
export function requireUncapped(by: Principal): void {
  if (by.spendCapMicroUsd === null) return;
  throw new ApiError(
    'scope_exceeded',
    'A key with a monthly cap cannot make keys or change what others may spend. ' +
      'Use a key without a cap.',
  );
}

function refuseScopes(by: Principal, scopes: readonly Scope[]): void {
  if (scopes.every((scope) => by.scopes.includes(scope))) return;
  throw beyond('scopes', 'must be among those of the key that asks');
}

function covers(own: readonly string[] | null, wanted: readonly string[] | null): boolean {
  if (own === null) return true;
  if (wanted === null) return false;
  return wanted.every((model) =>
    own.some((pattern) =>
      pattern.endsWith('*') ? model.startsWith(pattern.slice(0, -1)) : model === pattern,
    ),
  );
}

function beyond(param: string, what: string): ApiError {
  return new ApiError('scope_exceeded', `${param}: ${what}.`, { param });
}
