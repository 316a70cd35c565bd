import { MODELS } from '@aigateway/catalog';
import { Hono } from 'hono';
import type { Doc } from '../docs/load-docs.ts';
import { PublicPages } from '../http/public-pages.ts';
import {
  writeLlmsFullText,
  writeLlmsText,
  writeRobots,
  writeSitemap,
} from '../model-copy/llms-text.ts';
import type { Site } from '../ui/site.ts';

const TEXT = 'text/plain; charset=utf-8';
const XML = 'application/xml; charset=utf-8';

/** What programs read: maps for language models and for search engines. */
export function machineRoutes(site: Site, docs: readonly Doc[]): Hono {
  const app = new Hono();
  const pages = new PublicPages();
  const files: Readonly<Record<string, { contentType: string; render: () => string }>> = {
    '/llms.txt': { contentType: TEXT, render: () => writeLlmsText(site, docs) },
    '/llms-full.txt': { contentType: TEXT, render: () => writeLlmsFullText(site, docs) },
    '/robots.txt': { contentType: TEXT, render: () => writeRobots(site.publicUrl) },
    '/sitemap.xml': {
      contentType: XML,
      render: () => writeSitemap(site.publicUrl, listPublicPaths(site, docs)),
    },
  };
  for (const [path, file] of Object.entries(files)) {
    app.get(path, (context) => pages.answer(context, path, file));
  }
  return app;
}

function listPublicPaths(site: Site, docs: readonly Doc[]): string[] {
  const collections = new Set(MODELS.flatMap((model) => model.collections));
  return [
    '/',
    '/models',
    '/reference',
    ...(site.hasRankings ? ['/rankings'] : []),
    ...MODELS.map((model) => `/models/${model.id}`),
    ...[...collections].map((id) => `/collections/${id}`),
    ...(site.hasPlayground ? ['/playground'] : []),
    ...(site.hasDocs ? ['/docs'] : []),
    ...docs.map(({ slug }) => `/docs/${slug}`),
  ];
}
