import { MODELS } from '@aigateway/catalog';
import { describe, expect, it } from 'vitest';
import { createConsole } from './create-console.ts';
import { fakeAccounts, fakeServices } from './fake-services.ts';
import { modelsOnHome } from './samples/featured.ts';

const flagship = '/models/ideogram/ideogram-character-remix';

const site = createConsole(fakeServices());

async function textOf(path: string): Promise<string> {
  const response = await site.request(path);
  expect(response.status, path).toBe(200);
  return response.text();
}

describe('the public pages', () => {
  it('home says what it is, shows three snippets, all models and the two commands', async () => {
    const html = await textOf('/');
    for (const fact of ['<h1>', 'npm install\nnpm start', 'curl http://127.0.0.1:8080/v1']) {
      expect(html).toContain(fact);
    }
    expect(html).toContain('client.images.generate(');
    expect(html).toContain('await client.images.generate(request)');
    for (const model of modelsOnHome()) expect(html).toContain(`/models/${model.id}`);
  });

  it('the model page carries record, schema, errors and questions', async () => {
    const html = await textOf(flagship);
    for (const fact of [
      'ideogram/ideogram-character-remix',
      '$0.050',
      '5 % platform fee',
      'your own Ideogram key',
      'is an image model from Ideogram',
      'character_reference_images',
      'insufficient_credits',
      'rate_limit_exceeded',
      'href="/openapi.json"',
      'aria-label="Breadcrumb"',
      'extra_body=',
      'href="/compare?models=ideogram/ideogram-character-remix"',
      'href="/collections/image"',
      'href="/collections/frontier"',
      'href="/collections/free"',
      'href="/models?maker=ideogram"',
    ]) {
      expect(html).toContain(fact);
    }
    expect(html).not.toContain('a image');
    expect(html.length).toBeLessThan(60_000);
  });

  it('a model that takes no pictures lists no fields for them', async () => {
    expect(await textOf('/models/atelier/scene')).not.toContain('character_reference_mask');
  });

  it('every model has a page and a Markdown twin', async () => {
    for (const { id, name } of MODELS) {
      expect(await textOf(`/models/${id}`)).toContain(name);
      expect((await textOf(`/models/${id}.md`)).startsWith(`# ${name}\n`)).toBe(true);
    }
  });

  it('an unknown model or path is a page with status 404', async () => {
    const app = createConsole(fakeServices());
    for (const path of ['/models/nobody/nothing', '/models/nobody/nothing.md', '/nope']) {
      const response = await app.request(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('Nothing hangs here');
    }
  });

  it('a page that is known already is answered with 304', async () => {
    const app = createConsole(fakeServices());
    const etag = (await app.request('/')).headers.get('etag') ?? '';
    const again = await app.request('/', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });
});

describe('every answer', () => {
  it('carries a strict policy, also errors, assets and redirects', async () => {
    const app = createConsole(fakeServices());
    for (const path of ['/', '/office', '/nope', '/assets/nope.css']) {
      const { headers } = await app.request(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('names no other host and holds no inline script or style', async () => {
    for (const path of ['/', '/models', flagship, '/sign-in']) {
      const html = await textOf(path);
      const loaded = [...html.matchAll(/<(?:script|img|link)[^>]*(?:src|href)="([^"]+)"/g)];
      for (const [tag, address] of loaded) {
        if (tag.includes('canonical')) continue;
        expect(address, path).toMatch(/^\//);
      }
      expect(html).not.toMatch(/<style| style="|<script(?![^>]*(?:src=|ld\+json))/);
    }
  });

  it('assets are kept for ever and named by their hash', async () => {
    const app = createConsole(fakeServices());
    const html = await textOf('/');
    const css = /href="(\/assets\/console\.[0-9a-f]{12}\.css)"/.exec(html)?.[1] ?? '';
    const response = await app.request(css);
    expect(response.headers.get('cache-control')).toContain('immutable');
    const text = await response.text();
    const fonts = [...text.matchAll(/url\("(\/assets\/fonts\/[^"]+)"\)/g)];
    expect(fonts.length).toBeGreaterThan(2);
    for (const [, url = ''] of fonts) expect((await app.request(url)).status).toBe(200);
    expect(text).not.toContain('asset:');
  });

  it('a failure behind a page is reported and answered without its text', async () => {
    const reported: unknown[] = [];
    const app = createConsole(
      fakeServices({
        accounts: fakeAccounts({
          readSession: async () => {
            throw new Error('secret detail');
          },
        }),
        reportError: (error) => reported.push(error),
      }),
    );
    const response = await app.request('/office', { headers: { cookie: 'aig_session=x' } });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret detail');
    expect(reported).toHaveLength(1);
  });
});

describe('the documents', () => {
  it('every one is a page and a Markdown twin, and its links lead somewhere', async () => {
    const index = await textOf('/docs');
    const slugs = [...index.matchAll(/<h2><a href="(\/docs\/[^"]+)"/g)].map(
      ([, path = '']) => path,
    );
    expect(slugs).toContain('/docs/getting-started');
    const linked = new Set<string>();
    for (const path of slugs) {
      const html = await textOf(path);
      expect(await textOf(`${path}.md`)).toMatch(/^# /);
      for (const [, target = ''] of html.matchAll(/href="(\/docs\/[^"#]+)/g)) linked.add(target);
    }
    for (const target of linked) await textOf(target);
  });
});

describe('what programs read', () => {
  it('llms.txt names every model and endpoint, the full one every field', async () => {
    const text = await textOf('/llms.txt');
    for (const { id } of MODELS) expect(text).toContain(`/models/${id}.md`);
    expect(text).toContain('POST /v1/images/generations');
    expect(await textOf('/llms-full.txt')).toContain('character_reference_mask');
  });

  it('the sitemap lists pages that exist, and robots points to it', async () => {
    const locations = [...(await textOf('/sitemap.xml')).matchAll(/<loc>([^<]+)<\/loc>/g)];
    expect(locations.length).toBeGreaterThan(MODELS.length);
    for (const [, url = ''] of locations) await textOf(new URL(url).pathname);
    expect(await textOf('/robots.txt')).toContain('Sitemap: http://127.0.0.1:8080/sitemap.xml');
  });
});
