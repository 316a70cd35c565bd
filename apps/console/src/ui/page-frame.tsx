import type { ReactNode } from 'react';
import type { Site } from './site.ts';

/** What stands in a page's head, and which entry of the navigation is lit. */
export interface PageHead {
  readonly title: string;
  readonly description: string;
  /** Path of the page itself; absent on pages that no search engine should keep. */
  readonly path?: string;
  readonly current?: 'models' | 'playground' | 'docs' | 'office';
  readonly markdownPath?: string;
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
  const [picture] = site.samples;
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
          {picture && (
            <meta property="og:image" content={`${publicUrl}${assetUrl(picture.asset)}`} />
          )}
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
  const lit = (name: PageHead['current']) => (name === current ? 'page' : undefined);
  return (
    <header className="banner">
      <a className="wordmark" href="/">
        AIgateway
      </a>
      <nav aria-label="Site">
        <ul>
          <li>
            <a href="/models" aria-current={lit('models')}>
              Models
            </a>
          </li>
          {site.hasPlayground && (
            <li>
              <a href="/playground" aria-current={lit('playground')}>
                Playground
              </a>
            </li>
          )}
          {site.hasDocs ? (
            <li>
              <a href="/docs" aria-current={lit('docs')}>
                Docs
              </a>
            </li>
          ) : (
            <li>
              <a href="/#start">Self-hosting</a>
            </li>
          )}
          <li>
            <a href="/office" aria-current={lit('office')}>
              Office
            </a>
          </li>
        </ul>
      </nav>
    </header>
  );
}

function Colophon({ site }: { site: Site }) {
  return (
    <footer className="colophon">
      <p className="colophon-line">
        AIgateway {site.version}
        {site.mode === 'sandbox' && ' · sandbox: credit here is play money'}
      </p>
      <ul>
        <li>
          <a href="/models">Models</a>
        </li>
        <li>
          <a href="/openapi.json">OpenAPI</a>
        </li>
        <li>
          <a href="/llms.txt">llms.txt</a>
        </li>
        <li>
          <a href="/office">Office</a>
        </li>
      </ul>
      <p className="colophon-note">
        Open source under Apache-2.0. Set in Newsreader, Hanken Grotesk and IBM Plex Mono. These
        pages load nothing from any other host.
      </p>
    </footer>
  );
}
