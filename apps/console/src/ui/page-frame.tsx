import type { ReactNode } from 'react';
import type { Site } from './site.ts';

/** What stands in a page's head, and which entry of the navigation is lit. */
export interface PageHead {
  readonly title: string;
  readonly description: string;
  /** Path of the page itself; absent on pages that no search engine should keep. */
  readonly path?: string;
  readonly current?: 'models' | 'playground' | 'rankings' | 'docs' | 'reference' | 'office';
  readonly markdownPath?: string;
  /** Path of the picture the page is shared with, 1200 by 630; a sample when absent. */
  readonly picturePath?: string;
  /** Structured data for search engines. */
  readonly jsonLd?: Readonly<Record<string, unknown>>;
}

/** The document around a page: head, banner, the page itself, colophon. */
export function PageFrame(props: {
  site: Site;
  head: PageHead;
  children: ReactNode;
  /** Scripts that this page needs beside the common one. */
  scripts?: readonly string[];
}) {
  const { site, head, children, scripts = [] } = props;
  return (
    <html lang="en">
      <Head site={site} head={head} scripts={scripts} />
      <body>
        <a className="skip-link" href="#content">
          Skip to the content
        </a>
        <Banner site={site} current={head.current} />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <Colophon site={site} />
      </body>
    </html>
  );
}

function Head(props: { site: Site; head: PageHead; scripts: readonly string[] }) {
  const { site, head, scripts } = props;
  const { assetUrl, publicUrl } = site;
  const [sample] = site.samples;
  const picturePath = head.picturePath ?? (sample && assetUrl(sample.asset));
  const address = head.path === undefined ? null : `${publicUrl}${head.path}`;
  return (
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{head.title}</title>
      <meta name="description" content={head.description} />
      <meta name="color-scheme" content="light dark" />
      <meta property="og:title" content={head.title} />
      <meta property="og:description" content={head.description} />
      <meta property="og:type" content="website" />
      {address === null ? (
        <meta name="robots" content="noindex" />
      ) : (
        <>
          <link rel="canonical" href={address} />
          <meta property="og:url" content={address} />
          {picturePath && <meta property="og:image" content={`${publicUrl}${picturePath}`} />}
          {head.picturePath && (
            <>
              <meta property="og:image:width" content="1200" />
              <meta property="og:image:height" content="630" />
            </>
          )}
          <meta name="twitter:card" content="summary_large_image" />
        </>
      )}
      {head.markdownPath && <link rel="alternate" type="text/markdown" href={head.markdownPath} />}
      <link
        rel="preload"
        href={assetUrl('fonts/newsreader-display-normal.woff2')}
        as="font"
        type="font/woff2"
        crossOrigin="anonymous"
      />
      <link
        rel="preload"
        href={assetUrl('fonts/hanken-grotesk.woff2')}
        as="font"
        type="font/woff2"
        crossOrigin="anonymous"
      />
      <link rel="stylesheet" href={assetUrl('console.css')} />
      <link rel="icon" href={assetUrl('mark.svg')} type="image/svg+xml" />
      <script type="module" src={assetUrl('console.js')} />
      {scripts.map((script) => (
        <script key={script} type="module" src={script} />
      ))}
      {head.jsonLd && (
        <script type="application/ld+json">
          {JSON.stringify(head.jsonLd).replaceAll('<', '\\u003c')}
        </script>
      )}
    </head>
  );
}

function Banner({ site, current }: { site: Site; current: PageHead['current'] }) {
  const entries = [
    { id: 'models', path: '/models', title: 'Models', shown: true },
    { id: 'playground', path: '/playground', title: 'Playground', shown: site.hasPlayground },
    { id: 'rankings', path: '/rankings', title: 'Rankings', shown: site.hasRankings },
    { id: 'docs', path: '/docs', title: 'Docs', shown: site.hasDocs },
    { id: 'reference', path: '/reference', title: 'API', shown: true },
  ] as const;
  return (
    <header className="banner">
      <a className="wordmark" href="/">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path d="M0 0h32v32h-8V6H8v20h3V9h10v17h3v6H0z" />
        </svg>
        AIgateway
      </a>
      <nav aria-label="Site">
        <ul>
          {entries
            .filter(({ shown }) => shown)
            .map(({ id, path, title }) => (
              <li key={id}>
                <a href={path} aria-current={id === current ? 'page' : undefined}>
                  {title}
                </a>
              </li>
            ))}
        </ul>
      </nav>
      <a
        className="banner-office"
        href="/office"
        aria-current={current === 'office' ? 'page' : undefined}
      >
        Office
      </a>
    </header>
  );
}

function Colophon({ site }: { site: Site }) {
  return (
    <footer className="colophon">
      <div>
        <p className="wordmark">AIgateway</p>
        <p className="colophon-note">
          Open source under Apache-2.0. Version {site.version}
          {site.mode === 'sandbox' && ', a sandbox: credit here is play money'}.
        </p>
      </div>
      <nav className="colophon-links" aria-label="All pages">
        <LinkList
          title="Product"
          links={[
            ['/models', 'Models'],
            ['/compare', 'Compare'],
            ...(site.hasPlayground ? ([['/playground', 'Playground']] as const) : []),
            ...(site.hasRankings ? ([['/rankings', 'Rankings']] as const) : []),
          ]}
        />
        <LinkList
          title="Developers"
          links={[
            ...(site.hasDocs ? ([['/docs', 'Documentation']] as const) : []),
            ['/reference', 'API reference'],
            ['/openapi.json', 'OpenAPI'],
            ['/llms.txt', 'llms.txt'],
          ]}
        />
        <LinkList
          title="Account"
          links={[
            ['/office', 'Office'],
            ['/healthz', 'Health'],
          ]}
        />
      </nav>
      <p className="colophon-note colophon-last">
        Set in Newsreader, Hanken Grotesk and IBM Plex Mono. Every picture was made by the built-in
        engine. These pages load nothing from any other host.
      </p>
    </footer>
  );
}

function LinkList(props: { title: string; links: readonly (readonly [string, string])[] }) {
  return (
    <div>
      <h2>{props.title}</h2>
      <ul>
        {props.links.map(([path, title]) => (
          <li key={path}>
            <a href={path}>{title}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
