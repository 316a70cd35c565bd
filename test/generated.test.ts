import { expect, test } from 'vitest';
import { renderTable, replacePart } from '../scripts/gen/documents.ts';
import { generateAll } from '../scripts/gen/generate-all.ts';
import { declaredNames, generateRegistry, REGISTRIES } from '../scripts/gen/registries.ts';
import { ROOT } from './house/house.ts';

test('everything generated is fresh: run `npm run gen`', async () => {
  const files = await generateAll(ROOT);
  expect(files.length).toBeGreaterThanOrEqual(2);
  for (const { path, current, wanted } of files) expect(current, path).toBe(wanted);
});

test('the registries list every file that declares one', () => {
  const texts = REGISTRIES.map((registry) => generateRegistry(ROOT, registry) ?? '').join('\n');
  expect(texts).toContain("import { atelierProvider } from './atelier.ts';");
  expect(texts).toContain("from './models/ideogram/ideogram-character-remix.ts';");
});

test('only exported constants made by the defining function are listed', () => {
  const text = `
    export const oil = defineStyle({ id: 'oil' });
    export const pencil = defineStyle({ id: 'pencil' }), other = 1;
    const hidden = defineStyle({ id: 'hidden' });
    export const scene = defineScene({ id: 'scene' });
    // export const commented = defineStyle({});
    export function defineStyle() {}
  `;
  expect(declaredNames(text, 'defineStyle')).toEqual(['oil', 'pencil']);
});

test('a part of a document is replaced and the rest stays', () => {
  const text = 'a\n<!-- generated: x -->\nold\n<!-- /generated: x -->\nb\n';
  const once = replacePart(text, 'x', 'new\n');
  expect(once).toContain('a\n<!-- generated: x -->\n\nnew\n\n<!-- /generated: x -->\nb\n');
  expect(replacePart(once, 'x', 'new\n')).toBe(once);
  expect(() => replacePart('a', 'x', 'new')).toThrow('missing');
});

test('a bar in a table cell does not end the cell', () => {
  expect(renderTable(['a'], [['b|c']])).toContain('| b\\|c |');
});
