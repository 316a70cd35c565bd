import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';

const MOST_CHARACTERS = 64;

/**
 * The network address a request comes from. With `trustedProxies` > 0, the one that the outermost
 * of the operator's own proxies saw: counted from the right of X-Forwarded-For, because everything
 * further left is whatever the caller wrote.
 */
export function clientAddress(context: Context, trustedProxies: number): string {
  const { incoming } = (context.env ?? {}) as { incoming?: IncomingMessage };
  const peer = incoming?.socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return peer;
  const seen = (context.req.header('x-forwarded-for') ?? '').split(',').map((one) => one.trim());
  return (seen.at(-trustedProxies) || peer).slice(0, MOST_CHARACTERS);
}
