import { Agent, WebSocket } from 'undici';
import { guardedLookup } from './guarded-lookup.ts';
import { isNeverAllowed, isPublicAddress, isPublicHost } from './public-address.ts';
import { resolveOnEndpoint, type UpstreamEndpoint } from './upstream-endpoint.ts';

/** A WebSocket that is listened to. */
export interface UpstreamSocket {
  readonly close: () => void;
}

/**
 * Listens to the text messages of a WebSocket on an endpoint, under the rules of `callUpstream`:
 * the secret goes to its own origin, redirects are refused, private addresses only where the
 * operator configured the endpoint. No Origin is sent. It is an extra for progress: a socket that
 * cannot be opened, or drops, is silent. Null where the endpoint may not be called.
 */
export function openSocket(
  endpoint: UpstreamEndpoint,
  path: string,
  onText: (text: string) => void,
): UpstreamSocket | null {
  const url = resolveOnEndpoint(endpoint, path);
  if (url === null) return null;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const { trusted, secret } = endpoint;
  // Literal addresses are never looked up, so they are checked here.
  if (trusted ? isNeverAllowed(host) : !isPublicHost(host)) return null;
  const isAllowed = trusted ? (address: string) => !isNeverAllowed(address) : isPublicAddress;
  const dispatcher = new Agent({ connect: { lookup: guardedLookup({ isAllowed }) } });
  const socket = new WebSocket(url.href.replace(/^http/, 'ws'), {
    dispatcher,
    headers: secret ? { [secret.header]: secret.value } : {},
  });
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('error', () => {});
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') onText(data);
  });
  return {
    close: () => {
      socket.close();
      void dispatcher.destroy().catch(() => {});
    },
  };
}
