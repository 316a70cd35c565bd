import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generateRegistries } from '../gen-registries.ts';

it('the generated registries list every style and scene file', async () => {
  for (const [path, text] of await generateRegistries()) {
    expect(readFileSync(new URL(path, import.meta.url), 'utf8'), path).toBe(text);
  }
});
