import { createHmac } from 'node:crypto';

/** Prefix of a secret; the rest is 32 bytes in base64. */
export const SECRET_PREFIX = 'whsec_';

/** What is signed, and with what; several secrets while one takes the other's place. */
export interface Signing {
  readonly secrets: readonly string[];
  readonly eventId: string;
  readonly seconds: number;
  readonly body: string;
}

/**
 * The headers that prove where a webhook comes from: `X-Gateway-Signature` (HMAC-SHA256 of
 * `<t>.<body>` under the whole secret, hex) and those of Standard Webhooks (of `<id>.<t>.<body>`
 * under its bytes, base64). Each carries one signature a secret.
 */
export function signWebhook({ secrets, eventId, seconds, body }: Signing): Record<string, string> {
  const own = secrets.map((secret) => `v1=${hmac(secret, `${seconds}.${body}`).toString('hex')}`);
  const standard = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
    return `v1,${hmac(key, `${eventId}.${seconds}.${body}`).toString('base64')}`;
  });
  return {
    'X-Gateway-Signature': [`t=${seconds}`, ...own].join(','),
    'webhook-id': eventId,
    'webhook-timestamp': String(seconds),
    'webhook-signature': standard.join(' '),
  };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
