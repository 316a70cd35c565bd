import { createHash, type Hash } from 'node:crypto';
import { UploadedPicture } from '@aigateway/contract';

/**
 * SHA-256 (hex) of what is asked: the same for the same fields in any order, however the body was
 * written. Of files it is the bytes that count, not the name.
 */
export function fingerprintOf(deed: string, body: unknown): string {
  const hash = createHash('sha256');
  feed(hash, [deed, body]);
  return hash.digest('hex');
}

/** Piece by piece: a body of megabytes is never written down a second time. */
function feed(hash: Hash, value: unknown): void {
  if (value instanceof UploadedPicture) {
    hash.update(`file ${value.bytes.byteLength} `).update(value.bytes);
  } else if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    hash.update(`${Array.isArray(value) ? 'list' : 'object'} ${fields.length} `);
    for (const [name, field] of fields.sort(byName)) {
      feed(hash, name);
      feed(hash, field);
    }
  } else {
    const text = String(value);
    hash.update(`${typeof value} ${text.length} `).update(text);
  }
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}
