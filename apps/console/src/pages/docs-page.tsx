import type { Doc } from '../docs/load-docs.ts';
import { Markdown, type ResolveLink } from '../docs/markdown.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import type { Site } from '../ui/site.ts';

/** The table of contents. */
export function DocsIndexPage({ site, docs }: { site: Site; docs: readonly Doc[] }) {
  const head = {
    title: 'Documentation: AIgateway',
    description: 'How to start, call, run and understand the gateway.',
    path: '/docs',
    current: 'docs',
  } as const;
  return (
    <PageFrame site={site} head={head}>
      <div className="page-title">
        <h1>Documentation</h1>
      </div>
      <ul className="contents wide">
        {docs.filter(isChapter).map(({ slug, title, summary }) => (
          <li key={slug}>
            <h2>
              <a href={`/docs/${slug}`}>{title}</a>
            </h2>
            <p>{summary}</p>
          </li>
        ))}
      </ul>
    </PageFrame>
  );
}

/** One document beside the list of all. */
export function DocPage(props: {
  site: Site;
  doc: Doc;
  docs: readonly Doc[];
  resolve: ResolveLink;
}) {
  const { site, doc, docs, resolve } = props;
  const path = `/docs/${doc.slug}`;
  const head = {
    title: `${doc.title}: AIgateway`,
    description: doc.summary.slice(0, 160),
    path,
    current: 'docs',
    markdownPath: `${path}.md`,
  } as const;
  return (
    <PageFrame site={site} head={head}>
      <div className="doc">
        <nav className="doc-contents" aria-label="Documentation">
          <ul>
            {docs.filter(isChapter).map(({ slug, title }) => (
              <li key={slug}>
                <a href={`/docs/${slug}`} aria-current={slug === doc.slug ? 'page' : undefined}>
                  {title}
                </a>
              </li>
            ))}
            <li>
              <a href="/openapi.json">OpenAPI document</a>
            </li>
          </ul>
        </nav>
        <article className="doc-text">
          <h1>{doc.title}</h1>
          <Markdown blocks={doc.blocks} resolve={resolve} />
        </article>
      </div>
    </PageFrame>
  );
}

/** Single decisions are reached from their own list. */
function isChapter({ slug }: Doc): boolean {
  return !slug.includes('/');
}
