import { describe, expect, it } from 'vitest';
import { bytesHeld, Keepsakes } from './keepsakes.ts';

const floats = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length));

describe('Keepsakes', () => {
  it('gives up what was used least recently when it grows over its limit', () => {
    const kept = new Keepsakes(100);
    kept.keep('a', floats(10));
    kept.keep('b', floats(10));
    expect(kept.recall('a')).toHaveLength(10);
    kept.keep('c', floats(10));
    expect(kept.recall('b')).toBeNull();
    expect(kept.recall('a')).toHaveLength(10);
    expect(kept.recall('c')).toHaveLength(10);
  });

  it('keeps nothing that is larger than the limit', () => {
    const kept = new Keepsakes(100);
    kept.keep('a', floats(10));
    kept.keep('huge', floats(26));
    expect(kept.recall('huge')).toBeNull();
    expect(kept.recall('a')).not.toBeNull();
  });

  it('tells when something was given up, so that its memory can be freed', () => {
    const kept = new Keepsakes(100);
    expect(kept.keep('a', floats(10))).toBe(false);
    expect(kept.keep('b', floats(10))).toBe(false);
    expect(kept.keep('c', floats(10))).toBe(true);
    expect(kept.keep('c', floats(26))).toBe(true);
    expect(kept.recall('b')).not.toBeNull();
  });

  it('counts a buffer once, however many planes look at it', () => {
    const plane = floats(8);
    expect(bytesHeld({ a: plane, b: plane, c: { d: floats(2), e: null } })).toBe(40);
  });
});
