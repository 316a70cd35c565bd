import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../house/house.ts';
import { discard, type GatewayProcess, startProcess } from './gateway-process.ts';
import {
  accessFaults,
  chromiumPath,
  cutTables,
  openBrowser,
  openWatchedPage,
  sidewaysPixels,
  signInAsOwner,
} from './site-browser.ts';
import { furnish, MODEL_PAGE, OFFICE_PAGES, PUBLIC_PAGES } from './site-pages.ts';

const EVERY_PAGE = { ...PUBLIC_PAGES, ...OFFICE_PAGES };
const ARTEFACTS = join(ROOT, 'test-artefacts', 'site');
const KB = 1024;
const PATIENCE_MS = 300_000;

describe.skipIf(chromiumPath === '')('what every page keeps to', () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let storageState: NonNullable<BrowserContextOptions['storageState']>;

  beforeAll(async () => {
    gateway = await startProcess({ env: { NODE_ENV: 'production' } });
    browser = await openBrowser();
    storageState = await signInAsOwner(browser, gateway.signInUrl);
    await furnish(gateway);
    await mkdir(ARTEFACTS, { recursive: true });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await discard(gateway);
  });

  /**
   * Opens a page in a context of its own, as the owner, and closes that whatever `use` does. No
   * page asks another host, breaks the policy or stumbles.
   */
  async function visit<Result>(
    path: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<Result>,
  ): Promise<Result> {
    const context = await browser.newContext({ storageState, ...options });
    try {
      const { page, faults } = await openWatchedPage(context, gateway.url);
      const response = await page.goto(`${gateway.url}${path}`);
      expect(response?.status(), path).toBe(200);
      const result = await use(page);
      expect(faults, path).toEqual([]);
      return result;
    } finally {
      await context.close();
    }
  }

  test.each([
    ['light', 390],
    ['light', 1440],
    ['dark', 390],
    ['dark', 1440],
  ] as const)(
    'no page breaks a rule of accessibility or moves sideways: %s, %i wide',
    async (colorScheme, width) => {
      const options = { colorScheme, viewport: { width, height: 900 } };
      for (const [name, path] of Object.entries(EVERY_PAGE)) {
        await visit(path, { ...options, reducedMotion: 'reduce' }, async (page) => {
          expect(await accessFaults(page), path).toEqual([]);
          expect(await sidewaysPixels(page), path).toBe(0);
          expect(await cutTables(page), path).toEqual([]);
          await page.evaluate(async () => {
            for (const picture of document.images) picture.loading = 'eager';
            await Promise.allSettled([...document.images].map((picture) => picture.decode()));
          });
          const file = join(ARTEFACTS, `${name}-${width}-${colorScheme}.png`);
          await page.screenshot({ path: file, fullPage: true });
        });
      }
    },
    PATIENCE_MS,
  );

  test(
    'nothing moves sideways at 320 pixels, and all is read without a script',
    async () => {
      const options = { viewport: { width: 320, height: 640 }, javaScriptEnabled: false };
      for (const path of Object.values(EVERY_PAGE)) {
        await visit(path, options, async (page) => {
          expect(await page.locator('h1').count(), path).toBe(1);
          expect(((await page.locator('main').textContent()) ?? '').length, path).toBeGreaterThan(
            20,
          );
        });
        const narrow = { viewport: options.viewport };
        expect(await visit(path, narrow, sidewaysPixels), path).toBe(0);
      }
    },
    PATIENCE_MS,
  );

  test('the policy allows nothing inline, and no page needs it', async () => {
    for (const path of Object.values(PUBLIC_PAGES)) {
      const response = await fetch(`${gateway.url}${path}`);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).not.toMatch(/unsafe|\*|https?:\/\//);
      const html = await response.text();
      const scripts = html.match(/<script\b[^>]*>/g) ?? [];
      const inline = scripts.filter((tag) => !/\bsrc=|type="application\/(ld\+)?json"/.test(tag));
      expect(inline, path).toEqual([]);
      expect(html, path).not.toMatch(/\sstyle="|\son\w+="/);
    }
  });

  test('Tab first reaches the way past the navigation, and focus is always seen', async () => {
    await visit('/models', {}, async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Skip/);
      for (let i = 0; i < 25; i++) {
        await page.keyboard.press('Tab');
        const seen = await page.evaluate(() => {
          const focused = document.activeElement;
          if (!focused || focused === document.body) return 'nothing is focused';
          const { outlineStyle } = getComputedStyle(focused);
          return outlineStyle === 'none' ? focused.outerHTML : '';
        });
        expect(seen).toBe('');
      }
    });
  });

  test('nothing moves where people asked for rest', async () => {
    for (const path of Object.values(EVERY_PAGE)) {
      await visit(path, { reducedMotion: 'reduce' }, async (page) => {
        const moving = await page.evaluate(() => [
          getComputedStyle(document.documentElement).scrollBehavior,
          document.getAnimations().length,
        ]);
        expect(moving, path).toEqual(['auto', 0]);
      });
    }
  });

  test('the list of models follows what is typed, and the address with it', async () => {
    await visit('/models', {}, async (page) => {
      await page.getByLabel('Search').pressSequentially('klein');
      await page.waitForURL('**/models?q=klein*');
      await page.getByText('2 models', { exact: true }).waitFor();
      expect(await page.locator('.model-card').count()).toBe(2);
      await page.reload();
      expect(await page.locator('.model-card').count()).toBe(2);
    });
  });

  test('the model page is small, and quick on a slow machine', async () => {
    const html = await (await fetch(`${gateway.url}${MODEL_PAGE}`)).text();
    expect(html.length).toBeLessThanOrEqual(60 * KB);
    const scripts = [...html.matchAll(/<script[^>]*src="([^"]+)"/g)].map((match) => match[1]);
    const sizes = await Promise.all(
      scripts.map(async (path) => {
        const bytes = await (await fetch(`${gateway.url}${path}`)).arrayBuffer();
        return gzipSync(Buffer.from(bytes)).byteLength;
      }),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThanOrEqual(180 * KB);
    const { paintMs, shift } = await visit('/docs', {}, async (page) => {
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      await page.goto(`${gateway.url}${MODEL_PAGE}`);
      return readVitals(page);
    });
    console.log(`model page: largest paint ${Math.round(paintMs)} ms, shift ${shift.toFixed(3)}`);
    expect(paintMs).toBeLessThanOrEqual(1000);
    expect(shift).toBeLessThanOrEqual(0.05);
  });
});

/** Largest paint and layout shift, as the browser itself counts them. */
function readVitals(page: Page): Promise<{ paintMs: number; shift: number }> {
  return page.evaluate(
    () =>
      new Promise<{ paintMs: number; shift: number }>((resolve) => {
        let paintMs = 0;
        let shift = 0;
        const watch = (type: string, read: (entry: PerformanceEntry) => void) =>
          new PerformanceObserver((list) => list.getEntries().forEach(read)).observe({
            type,
            buffered: true,
          });
        watch('largest-contentful-paint', (entry) => {
          paintMs = entry.startTime;
        });
        watch('layout-shift', (entry) => {
          shift += (entry as PerformanceEntry & { value: number }).value;
        });
        setTimeout(() => resolve({ paintMs, shift }), 1500);
      }),
  );
}
