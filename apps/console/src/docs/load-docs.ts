import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Block, parseMarkdown, plainText } from './parse-markdown.ts';

/** One document of the repository's `docs` folder. */
export interface Doc {
  /** Address below `/docs/`, such as `images` or `decisions/0001-hono`. */
  readonly slug: string;
  readonly title: string;
  /** First paragraph. */
  readonly summary: string;
  readonly markdown: string;
  readonly blocks: readonly Block[];
}

/** Order of the table of contents; documents not named here follow by their slug. */
const ORDER = [
  'getting-started',
  'authentication',
  'images',
  'editing',
  'streaming',
  'files',
  'jobs-and-webhooks',
  'mcp',
  'errors',
  'limits',
  'credit',
  'keys-and-budgets',
  'own-keys',
  'providers',
  'configuration',
  'self-hosting',
  'operating',
  'upgrading',
  'security',
  'architecture',
];

/** Every document, in reading order; none when the folder was not shipped. */
export function loadDocs(folder: string | null = findDocsFolder()): Doc[] {
  if (folder === null) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => readDoc(folder, name))
    .sort((a, b) => rank(a) - rank(b) || a.slug.localeCompare(b.slug));
}

/** A README stands for its folder. */
function readDoc(folder: string, name: string): Doc {
  const markdown = readFileSync(join(folder, name), 'utf8');
  const blocks = parseMarkdown(markdown);
  const heading = blocks.find((block) => block.kind === 'heading');
  const first = blocks.find((block) => block.kind === 'paragraph');
  const slug = basename(name) === 'README.md' ? dirname(name) : name.slice(0, -'.md'.length);
  return {
    slug,
    title: heading ? plainText(heading.text) : slug,
    summary: first ? plainText(first.text).replace(/:$/, '.') : '',
    markdown,
    blocks,
  };
}

function rank({ slug }: Doc): number {
  const at = ORDER.indexOf(slug);
  return at >= 0 ? at : ORDER.length + slug.split('/').length;
}

/** The repository's `docs`, from wherever the console runs inside it. */
function findDocsFolder(): string | null {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const found = join(folder, 'docs');
    if (existsSync(join(found, 'getting-started.md'))) return found;
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}
