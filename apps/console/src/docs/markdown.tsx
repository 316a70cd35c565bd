import { Fragment } from 'react';
import { CodeBlock } from '../ui/code-block.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { anchorOf, type Block, type Inline, parseInline, plainText } from './parse-markdown.ts';

/** Turns a link's target as written into an address of the site. */
export type ResolveLink = (target: string) => string;

/** A document's blocks as elements; the title is left to the page. */
export function Markdown(props: { blocks: readonly Block[]; resolve: ResolveLink }) {
  const { blocks, resolve } = props;
  return blocks.map((block, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
    <MarkdownBlock key={i} block={block} resolve={resolve} />
  ));
}

function MarkdownBlock({ block, resolve }: { block: Block; resolve: ResolveLink }) {
  switch (block.kind) {
    case 'heading': {
      if (block.level === 1) return null;
      const Tag = block.level === 2 ? 'h2' : 'h3';
      return (
        <Tag id={anchorOf(block.text)}>
          <Inlines parts={block.text} resolve={resolve} />
        </Tag>
      );
    }
    case 'paragraph':
      return (
        <p>
          <Inlines parts={block.text} resolve={resolve} />
        </p>
      );
    case 'code':
      return <CodeBlock label={LANGUAGE_NAMES[block.language] ?? 'Text'} code={block.code} />;
    case 'list': {
      const Tag = block.ordered ? 'ol' : 'ul';
      return (
        <Tag>
          {block.items.map((item, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
            <li key={i}>
              <Inlines parts={item} resolve={resolve} />
            </li>
          ))}
        </Tag>
      );
    }
    case 'table':
      return <MarkdownTable block={block} resolve={resolve} />;
  }
}

const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  sh: 'Terminal',
  json: 'JSON',
  js: 'JavaScript',
  ts: 'TypeScript',
  python: 'Python',
  nginx: 'nginx',
  yaml: 'YAML',
};

function MarkdownTable(props: { block: Extract<Block, { kind: 'table' }>; resolve: ResolveLink }) {
  const { block, resolve } = props;
  const many = block.head.length > 2;
  return (
    <TableScroll>
      <table className="stack">
        <thead>
          <tr>
            {block.head.map((cell, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
              <th key={i} scope="col">
                <Inlines parts={cell} resolve={resolve} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
            <tr key={i}>
              {row.map((cell, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
                <td key={j} data-title={many ? plainText(block.head[j] ?? []) : undefined}>
                  <Inlines parts={cell} resolve={resolve} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

/** One sentence, such as the description of a field. */
export function InlineText({ text }: { text: string }) {
  return <Inlines parts={parseInline(text)} resolve={(target) => target} />;
}

function Inlines({ parts, resolve }: { parts: readonly Inline[]; resolve: ResolveLink }) {
  return parts.map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
    <Fragment key={i}>{renderInline(part, resolve)}</Fragment>
  ));
}

function renderInline(part: Inline, resolve: ResolveLink) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code>{part.text}</code>;
    case 'strong':
      return (
        <strong>
          <Inlines parts={part.children} resolve={resolve} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Inlines parts={part.children} resolve={resolve} />
        </em>
      );
    case 'link':
      return (
        <a href={resolve(part.target)}>
          <Inlines parts={part.children} resolve={resolve} />
        </a>
      );
  }
}
