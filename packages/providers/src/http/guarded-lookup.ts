import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** A name resolved to an address that may not be connected to. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
  constructor() {
    super('its address is not on the public internet');
  }
}

/** The seams of a guarded resolver. */
export interface GuardedLookupOptions {
  /** Resolves names; the system's resolver when absent. */
  readonly lookup?: LookupFunction | undefined;
  readonly isAllowed: (address: string) => boolean;
}

/**
 * A resolver that only ever returns addresses that may be connected to.
 *
 * It runs at connect time and its answer is what is connected to, so a name cannot be rebound
 * between the check and the connection. One forbidden address among several refuses them all.
 */
export function guardedLookup(options: GuardedLookupOptions): LookupFunction {
  const lookup: LookupFunction = options.lookup ?? systemLookup;
  return (hostname, lookupOptions, callback) => {
    lookup(hostname, { ...lookupOptions, all: true }, (error, found, family) => {
      if (error) return callback(error, '', 4);
      const all = Array.isArray(found) ? found : [{ address: found, family: family ?? 4 }];
      const first = all[0];
      if (first === undefined || !all.every((entry) => options.isAllowed(entry.address))) {
        return callback(new ForbiddenAddressError(), '', 4);
      }
      if (lookupOptions.all) return callback(null, all);
      return callback(null, first.address, first.family);
    });
  };
}

/** Finds a refusal anywhere in an error and its causes. */
export function isForbiddenAddress(error: unknown): boolean {
  if (error instanceof ForbiddenAddressError) return true;
  if (error instanceof AggregateError) return error.errors.some(isForbiddenAddress);
  return error instanceof Error && error.cause !== undefined && isForbiddenAddress(error.cause);
}
