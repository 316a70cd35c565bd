/** A stretch of text inside a block. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly target: string; readonly children: readonly Inline[] };

/** One block of a document. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly text: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly code: string }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly items: readonly (readonly Inline[])[];
    }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

const ITEM = /^\s*(?:[-*]|\d+\.)\s+/;

/**
 * Reads the Markdown that the documents of this repository use: headings, paragraphs, fenced code,
 * flat lists, tables, links, code, bold and italic. HTML is not passed on: comments are left out,
 * everything else stays text.
 */
export function parseMarkdown(text: string): Block[] {
  const lines = text.replace(/<!--[\s\S]*?-->/g, '').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const taken = line.trim() === '' ? { block: null, next: at + 1 } : takeBlock(lines, at);
    if (taken.block) blocks.push(taken.block);
    at = taken.next;
  }
  return blocks;
}

interface Taken {
  readonly block: Block | null;
  readonly next: number;
}

function takeBlock(lines: readonly string[], at: number): Taken {
  const line = lines[at] ?? '';
  if (line.startsWith('```')) return takeCode(lines, at);
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) {
    const level = heading[1]?.length ?? 1;
    return { block: { kind: 'heading', level, text: parseInline(heading[2] ?? '') }, next: at + 1 };
  }
  if (line.startsWith('|')) return takeTable(lines, at);
  if (ITEM.test(line)) return takeList(lines, at);
  const next = endOf(lines, at + 1, (one) => startsBlock(one));
  const text = lines.slice(at, next).join(' ');
  return { block: { kind: 'paragraph', text: parseInline(text) }, next };
}

function takeCode(lines: readonly string[], at: number): Taken {
  const close = endOf(lines, at + 1, (one) => one.startsWith('```'));
  const language = (lines[at] ?? '').slice(3).trim();
  const code = lines.slice(at + 1, close).join('\n');
  return { block: { kind: 'code', language, code }, next: close + 1 };
}

function takeTable(lines: readonly string[], at: number): Taken {
  const next = endOf(lines, at, (one) => !one.startsWith('|'));
  const [head = [], , ...rows] = lines.slice(at, next).map(splitRow);
  return { block: { kind: 'table', head, rows }, next };
}

function splitRow(line: string): Inline[][] {
  return line
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => parseInline(cell.replaceAll('\\|', '|').trim()));
}

/** Indented lines continue the item above them. */
function takeList(lines: readonly string[], at: number): Taken {
  const next = endOf(lines, at, (one) => one.trim() === '' || !/^(\s|[-*]|\d+\.)/.test(one));
  const items: string[] = [];
  for (const line of lines.slice(at, next)) {
    if (ITEM.test(line) || items.length === 0) items.push(line.replace(ITEM, ''));
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  const ordered = /^\s*\d/.test(lines[at] ?? '');
  return { block: { kind: 'list', ordered, items: items.map(parseInline) }, next };
}

function startsBlock(line: string): boolean {
  return line.trim() === '' || /^(```|#{1,6}\s|\|)/.test(line) || ITEM.test(line);
}

function endOf(lines: readonly string[], from: number, ends: (line: string) => boolean): number {
  let at = from;
  while (at < lines.length && !ends(lines[at] ?? '')) at++;
  return at;
}

const INLINE = new RegExp(
  [
    '`([^`]+)`',
    '\\[([^\\]]+)\\]\\(([^)\\s]+)\\)',
    '\\*\\*([^*]+)\\*\\*',
    '(?<![\\w*])\\*([^*\\s][^*]*)\\*',
    '<(https?:[^>\\s]+)>',
  ].join('|'),
  'g',
);

/** Reads one line's worth of inline marks. */
export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) });
    parts.push(toInline(match));
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

function toInline(match: RegExpMatchArray): Inline {
  const [whole, code, label, target, strong, emphasis, address] = match;
  if (code !== undefined) return { kind: 'code', text: code };
  if (label !== undefined && target !== undefined) {
    return { kind: 'link', target, children: parseInline(label) };
  }
  if (strong !== undefined) return { kind: 'strong', children: parseInline(strong) };
  if (emphasis !== undefined) return { kind: 'emphasis', children: parseInline(emphasis) };
  if (address !== undefined) {
    return { kind: 'link', target: address, children: [{ kind: 'text', text: address }] };
  }
  return { kind: 'text', text: whole };
}

/** The text without its marks. */
export function plainText(parts: readonly Inline[]): string {
  return parts.map((one) => ('text' in one ? one.text : plainText(one.children))).join('');
}

/** The anchor of a heading, as code hosts make it. */
export function anchorOf(parts: readonly Inline[]): string {
  return plainText(parts)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');
}
