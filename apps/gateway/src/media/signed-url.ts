import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs and checks the addresses of pictures. */
export interface UrlSigner {
  /** The address of a picture, good until `expiresAtMs` (rounded up to a second). */
  sign(file: string, expiresAtMs: number): string;
  /** True when the signature belongs to this file and date, and the date is not past. */
  verify(file: string, query: { exp: string; sig: string }, nowMs: number): boolean;
}

/** A signer under `secret`; `publicUrl` is where callers reach the media host. */
export function createUrlSigner(secret: string, publicUrl: () => string): UrlSigner {
  const signature = (file: string, exp: string) =>
    createHmac('sha256', secret).update(`img:${file}:${exp}`).digest('base64url');
  return {
    sign(file, expiresAtMs) {
      const exp = String(Math.ceil(expiresAtMs / 1000));
      return `${publicUrl()}/img/${file}?exp=${exp}&sig=${signature(file, exp)}`;
    },
    verify(file, { exp, sig }, nowMs) {
      if (!/^\d{1,12}$/.test(exp) || Number(exp) * 1000 < nowMs) return false;
      const expected = Buffer.from(signature(file, exp));
      const given = Buffer.from(sig);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
