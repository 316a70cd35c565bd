/** The inputs of a verb in one canonical text; times are left out, a retry comes later. */
export function fingerprintOf(parts: readonly (string | bigint | null)[]): string {
  return JSON.stringify(parts.map((part) => (typeof part === 'bigint' ? `${part}` : part)));
}
