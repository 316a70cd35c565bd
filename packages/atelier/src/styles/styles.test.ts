import { describe, expect, it } from 'vitest';
import { styles } from './registry.gen.ts';
import { styleCase } from './style.case.ts';

describe('every style', () => {
  for (const style of styles) styleCase(style);

  it('is one of at least 24, with an id and words of its own', () => {
    expect(styles.length).toBeGreaterThanOrEqual(24);
    expect(new Set(styles.map((style) => style.id)).size).toBe(styles.length);
    const words = styles.flatMap((style) => style.words);
    const twice = words.filter((word, i) => words.indexOf(word) !== i);
    expect(twice).toEqual([]);
  });
});
