import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { toBase62 } from '@aigateway/contract';

const PREFIX = 'sk-aig-';
const RANDOM_CHARACTERS = 32;
const CHECKSUM_CHARACTERS = 6;

/** Random bytes that `formatApiKey` wants. */
export const API_KEY_RANDOM_BYTES = RANDOM_CHARACTERS;

/** `sk-aig-` + 32 random base62 characters + a checksum, so that a typo needs no look-up. */
export function formatApiKey(random: Uint8Array): string {
  const body = toBase62(random, RANDOM_CHARACTERS);
  return `${PREFIX}${body}${checksum(body)}`;
}

/**
 * True when `text` can be a key: one of ours with a right checksum, or a fixed one that an
 * operator chose (those have another length).
 */
export function looksLikeApiKey(text: string): boolean {
  if (!/^sk-aig-[A-Za-z0-9_-]{24,120}$/.test(text)) return false;
  const body = text.slice(PREFIX.length);
  if (body.length !== RANDOM_CHARACTERS + CHECKSUM_CHARACTERS || /[_-]/.test(body)) return true;
  return checksum(body.slice(0, RANDOM_CHARACTERS)) === body.slice(RANDOM_CHARACTERS);
}

/** What is stored of a key: its SHA-256 in hexadecimal. 190 random bits need no salt. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function checksum(body: string): string {
  let rest = crc32(body);
  const bytes = new Uint8Array(CHECKSUM_CHARACTERS);
  for (let i = CHECKSUM_CHARACTERS - 1; i >= 0; i--) {
    bytes[i] = rest % 62;
    rest = Math.floor(rest / 62);
  }
  return toBase62(bytes, CHECKSUM_CHARACTERS);
}
