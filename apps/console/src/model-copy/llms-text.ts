import { MODELS } from '@aigateway/catalog';
import { ENDPOINTS } from '@aigateway/contract';
import { type Place, priceSentence } from './model-facts.ts';
import { writeModelMarkdown } from './model-markdown.ts';

/** A document to point to. */
export interface DocLink {
  readonly slug: string;
  readonly title: string;
}

/** `/llms.txt`: what this is and where to read more, for language models. */
export function writeLlmsText(place: Place, docs: readonly DocLink[]): string {
  const { publicUrl } = place;
  const models = MODELS.map(
    (model) =>
      `- [${model.name}](${publicUrl}/models/${model.id}.md): ${model.tagline} ` +
      `Slug \`${model.id}\`, ${priceSentence(model)}.`,
  );
  const endpoints = ENDPOINTS.map(
    ({ method, path, summary }) => `- \`${method.toUpperCase()} ${path}\`: ${summary}`,
  );
  return [
    '# AIgateway',
    '> A self-hosted gateway for image models: one OpenAI-shaped API, one wallet, one catalogue, ' +
      'and a built-in engine that needs no key.',
    `Base URL: ${publicUrl}/v1. Send \`Authorization: Bearer sk-aig-…\`. Clients written for ` +
      "OpenAI's Images API work unchanged; our additions go into extra_body (Python) or straight " +
      'into the request (Node).',
    '## Models',
    models.join('\n'),
    '## Endpoints',
    endpoints.join('\n'),
    '## More',
    [
      `- [OpenAPI 3.1](${publicUrl}/openapi.json)`,
      `- [Everything about every model](${publicUrl}/llms-full.txt)`,
      ...docs
        .filter(({ slug }) => !slug.includes('/'))
        .map(({ slug, title }) => `- [${title}](${publicUrl}/docs/${slug}.md)`),
    ].join('\n'),
    '',
  ].join('\n\n');
}

/** `/llms-full.txt`: every model's page, one after the other. */
export function writeLlmsFullText(place: Place, docs: readonly DocLink[]): string {
  const models = MODELS.map((model) => writeModelMarkdown(model, place));
  return [writeLlmsText(place, docs), ...models].join('\n---\n\n');
}

/** `/sitemap.xml`: every page that search engines may keep. */
export function writeSitemap(publicUrl: string, paths: readonly string[]): string {
  const rows = paths.map((path) => `  <url><loc>${escapeXml(`${publicUrl}${path}`)}</loc></url>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...rows,
    '</urlset>',
    '',
  ].join('\n');
}

/** `/robots.txt`: everything public may be read. */
export function writeRobots(publicUrl: string): string {
  return [
    'User-agent: *',
    'Disallow: /office',
    'Disallow: /sign-in',
    'Disallow: /v1/',
    'Disallow: /img/',
    `Sitemap: ${publicUrl}/sitemap.xml`,
    '',
  ].join('\n');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
