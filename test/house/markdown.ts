/** A fenced block of a document. */
export interface CodeBlock {
  /** `sh`, `json`, … or empty. */
  readonly language: string;
  readonly text: string;
  /** 1-based line of the opening fence. */
  readonly line: number;
  /** Name in a line `<!-- e2e: name -->` directly above: that story runs the block. */
  readonly story: string | null;
}

/** Every fenced block of a Markdown text. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const lines = markdown.split('\n');
  const blocks: CodeBlock[] = [];
  let start = -1;
  for (const [index, line] of lines.entries()) {
    if (!line.trimStart().startsWith('```')) continue;
    if (start < 0) {
      start = index;
      continue;
    }
    blocks.push({
      language: (lines[start] ?? '').trim().slice(3),
      text: lines.slice(start + 1, index).join('\n'),
      line: start + 1,
      story: /<!-- e2e: ([a-z-]+) -->/.exec(lines[start - 1] ?? '')?.[1] ?? null,
    });
    start = -1;
  }
  return blocks;
}

/** The text without fenced blocks and comments. */
export function prose(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/<!--[\s\S]*?-->/g, '');
}

/** Targets of all links and pictures in the prose. */
export function linkTargets(markdown: string): string[] {
  const text = prose(markdown).replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
}

/** What stands between backticks in the prose. */
export function codeSpans(markdown: string): string[] {
  return [...prose(markdown).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
}

/** The anchors that headings make, as GitHub does. */
export function anchors(markdown: string): Set<string> {
  const headings = [...prose(markdown).matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}
