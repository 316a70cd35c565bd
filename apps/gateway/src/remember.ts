/** Puts a value into a bounded memory; the oldest entries give way, so no flood can grow it. */
export function remember<Value>(
  memory: Map<string, Value>,
  [key, value]: readonly [string, Value],
  most: number,
): void {
  memory.delete(key);
  memory.set(key, value);
  if (memory.size <= most) return;
  const oldest = memory.keys().next();
  if (!oldest.done) memory.delete(oldest.value);
}
