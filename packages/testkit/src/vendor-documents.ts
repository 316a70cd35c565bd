import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../../shared/reference/specs/', import.meta.url);

/** True where the vendors' own documents lie beside the repository. */
export const HAS_VENDOR_DOCUMENTS = existsSync(FOLDER);

/** Reads one of the vendors' documents; null where it is not at hand. */
export function readVendorDocument(fileName: string): unknown {
  const file = new URL(fileName, FOLDER);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
