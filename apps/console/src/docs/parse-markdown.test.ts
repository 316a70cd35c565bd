import { describe, expect, it } from 'vitest';
import { anchorOf, parseInline, parseMarkdown, plainText } from './parse-markdown.ts';
import { linksFrom } from './resolve-link.ts';

describe('the Markdown of the documents', () => {
  it('knows its blocks', () => {
    const text = [
      '# Title',
      '',
      'One line',
      'and its rest.',
      '<!-- left out -->',
      '- first',
      '  goes on',
      '- second',
      '',
      '| a | b |',
      '|---|---|',
      '| `x\\|y` | z |',
      '',
      '```sh',
      '# not a heading',
      '```',
    ].join('\n');
    const blocks = parseMarkdown(text);
    expect(blocks.map(({ kind }) => kind)).toEqual([
      'heading',
      'paragraph',
      'list',
      'table',
      'code',
    ]);
    expect(JSON.stringify(blocks)).toContain('first goes on');
    expect(JSON.stringify(blocks)).toContain('x|y');
    expect(JSON.stringify(blocks)).not.toContain('left out');
  });

  it('knows code, links, bold and italic', () => {
    const parts = parseInline('See `a*b*c`, [the **list**](list.md#x) and *this*, 2 * 3.');
    expect(parts.map(({ kind }) => kind)).toEqual([
      'text',
      'code',
      'text',
      'link',
      'text',
      'emphasis',
      'text',
    ]);
    expect(plainText(parts)).toBe('See a*b*c, the list and this, 2 * 3.');
  });

  it('makes anchors as code hosts do', () => {
    expect(anchorOf(parseInline('What `n` costs, and why'))).toBe('what-n-costs-and-why');
  });

  it('turns links between documents into addresses', () => {
    const known = new Set(['glossary', 'decisions', 'decisions/0001-hono']);
    const fromDecisions = linksFrom('decisions', true, known);
    expect(fromDecisions('0001-hono.md')).toBe('/docs/decisions/0001-hono');
    expect(fromDecisions('../glossary.md#money')).toBe('/docs/glossary#money');
    expect(linksFrom('decisions/0001-hono', false, known)('README.md')).toBe('/docs/decisions');
    expect(linksFrom('glossary', false, known)('../packages/x.ts')).toBe('/docs');
    expect(linksFrom('glossary', false, known)('#money')).toBe('#money');
  });
});
