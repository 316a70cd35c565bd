import { isPublicHost } from './public-address.ts';

/** The secret of an upstream and the header it travels in. */
export interface UpstreamSecret {
  readonly header: string;
  readonly value: string;
}

/** One host that may be called, and the secret that belongs to it and to no other. */
export interface UpstreamEndpoint {
  /** Base URL without a trailing slash. */
  readonly baseUrl: string;
  readonly origin: string;
  /** Configured by the operator: plain http and private addresses are then allowed. */
  readonly trusted: boolean;
  readonly secret: UpstreamSecret | null;
}

/** What an endpoint is built from. */
export interface EndpointOptions {
  /** The maker's own https base URL; null where there is none, as with local engines. */
  readonly makerUrl: string | null;
  /** The operator's base URL; it wins. */
  readonly configuredUrl: string | null;
  readonly secret: UpstreamSecret | null;
}

/**
 * Binds a secret to the one origin it was stored for.
 *
 * Throws a TypeError for a URL that is no base: another scheme than http(s), a user name, a query
 * or a fragment; and for a maker's URL that is not public https.
 */
export function defineEndpoint(options: EndpointOptions): UpstreamEndpoint {
  const text = options.configuredUrl ?? options.makerUrl;
  if (text === null || !URL.canParse(text)) throw new TypeError('An upstream needs a base URL.');
  const url = new URL(text);
  const trusted = options.configuredUrl !== null;
  if (url.protocol !== 'https:' && !(trusted && url.protocol === 'http:')) {
    throw new TypeError('The base URL of an upstream must be https, or http when configured.');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError('The base URL of an upstream has no user name, query or fragment.');
  }
  if (!trusted && !isPublicHost(url.hostname)) {
    throw new TypeError("A maker's host must be public.");
  }
  return {
    baseUrl: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    origin: url.origin,
    trusted,
    secret: options.secret,
  };
}

/**
 * The URL of a path below the base, or of an absolute link on the very same origin (a status link
 * that the upstream handed out). Null for anything else: the secret goes nowhere else.
 */
export function resolveOnEndpoint(endpoint: UpstreamEndpoint, pathOrUrl: string): URL | null {
  const text = pathOrUrl.startsWith('/') ? `${endpoint.baseUrl}${pathOrUrl}` : pathOrUrl;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const same = url.origin === endpoint.origin && url.username === '' && url.password === '';
  return same ? url : null;
}
