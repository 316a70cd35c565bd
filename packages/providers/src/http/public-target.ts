import { isIP } from 'node:net';
import { isForbiddenAddress } from './guarded-lookup.ts';
import { isPublicAddress, isPublicHost } from './public-address.ts';

/** Why an address that a caller named could not be called; the message is fit for the caller. */
export class PublicFetchError extends Error {
  override readonly name = 'PublicFetchError';
  constructor(
    readonly kind: 'not_allowed' | 'too_large' | 'failed',
    message: string,
  ) {
    super(message);
  }
}

/** Checks what can be seen before any name is resolved. Throws `PublicFetchError`. */
export function parseTarget(url: string, isAllowed: (address: string) => boolean): URL {
  if (!URL.canParse(url)) throw new PublicFetchError('not_allowed', 'it is not a URL');
  const target = new URL(url);
  if (target.protocol !== 'https:') {
    throw new PublicFetchError('not_allowed', 'only https URLs are fetched');
  }
  if (target.username !== '' || target.password !== '') {
    throw new PublicFetchError('not_allowed', 'URLs with a user name are not fetched');
  }
  if (target.port !== '') {
    throw new PublicFetchError('not_allowed', 'only port 443 is fetched');
  }
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0 ? !isPublicHost(host) : !isAllowed(host)) {
    throw new PublicFetchError('not_allowed', 'its address is not on the public internet');
  }
  return target;
}

/** Why a URL may surely not be called, before any name is resolved; null = it may. */
export function explainForbiddenUrl(url: string): string | null {
  try {
    parseTarget(url, isPublicAddress);
    return null;
  } catch (error) {
    if (error instanceof PublicFetchError) return error.message;
    throw error;
  }
}

/** Our own sentence for whatever went wrong; never the resolver's or the host's text. */
export function explainFault(error: unknown, signal: AbortSignal): Error {
  if (error instanceof PublicFetchError) return error;
  if (isForbiddenAddress(error)) {
    return new PublicFetchError('not_allowed', 'its address is not on the public internet');
  }
  if (signal.aborted) return new PublicFetchError('failed', 'its host did not answer in time');
  return new PublicFetchError('failed', 'its host could not be reached');
}
