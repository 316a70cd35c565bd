/** Bytes that a value holds, counted once for each buffer. */
export function bytesHeld(value: unknown, seen = new Set<ArrayBufferLike>()): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (!ArrayBuffer.isView(value)) {
    return Object.values(value).reduce<number>((sum, one) => sum + bytesHeld(one, seen), 0);
  }
  if (seen.has(value.buffer)) return 0;
  seen.add(value.buffer);
  return value.buffer.byteLength;
}

/** Steps of earlier pictures, the least recently used given up first when they grow too large. */
export class Keepsakes {
  private readonly held = new Map<string, { readonly value: unknown; readonly bytes: number }>();
  private total = 0;

  constructor(private readonly limitBytes: number) {}

  recall<Value>(key: string): Value | null {
    const found = this.held.get(key);
    if (!found) return null;
    this.held.delete(key);
    this.held.set(key, found);
    return found.value as Value;
  }

  /** A value larger than the limit is not kept. Tells whether another was given up. */
  keep(key: string, value: unknown): boolean {
    const before = this.held.size;
    this.forget(key);
    const bytes = bytesHeld(value);
    if (bytes > this.limitBytes) return this.held.size < before;
    this.held.set(key, { value, bytes });
    this.total += bytes;
    for (const oldest of this.held.keys()) {
      if (this.total <= this.limitBytes) break;
      this.forget(oldest);
    }
    return this.held.size <= before;
  }

  private forget(key: string): void {
    this.total -= this.held.get(key)?.bytes ?? 0;
    this.held.delete(key);
  }
}
