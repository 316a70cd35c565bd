import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Wraps data keys. A key management service can stand behind it: it only ever sees data keys. */
export interface KeyWrapper {
  /** Names the wrapping key, without telling it. */
  readonly id: string;
  wrap(dataKey: Uint8Array, organisationId: string): Promise<string>;
  /** Throws when it was wrapped by another key or for another organisation. */
  unwrap(wrapped: string, organisationId: string): Promise<Uint8Array>;
}

/** A wrapper over the installation's secret. */
export function createSecretWrapper(
  secret: string,
  randomBytes: (count: number) => Uint8Array,
): KeyWrapper {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'aigateway data keys', KEY_BYTES));
  const id = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return {
    id,
    wrap: async (dataKey, organisationId) =>
      seal(dataKey, { key, context: organisationId, iv: randomBytes(IV_BYTES) }),
    unwrap: async (wrapped, organisationId) => unseal(wrapped, { key, context: organisationId }),
  };
}

/** AES-256-GCM, bound to `context`; base64 of nonce, tag and text. */
export function seal(
  plain: Uint8Array,
  { key, context, iv }: { key: Uint8Array; context: string; iv: Uint8Array },
): string {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
}

/** What `seal` sealed. Throws when key, context or text differ. */
export function unseal(
  sealed: string,
  { key, context }: { key: Uint8Array; context: string },
): Uint8Array {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

/** Random bytes a data key and a nonce take. */
export const DATA_KEY_BYTES = KEY_BYTES;
export const NONCE_BYTES = IV_BYTES;
