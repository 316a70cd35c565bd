import { createHash } from 'node:crypto';
import { ID_PREFIXES, toBase62 } from '@aigateway/contract';

const CHARACTERS = 24;

/** A ledger id that follows from a foreign one, so that saying it twice moves money once. */
export function transactionIdOf(text: string): string {
  const digest = createHash('sha256').update(text).digest();
  return `${ID_PREFIXES.transaction}_${toBase62(digest, CHARACTERS)}`;
}
