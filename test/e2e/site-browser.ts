import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Where Chromium is; empty when this machine has none. */
export const chromiumPath = spawnSync('which', ['chromium'], { encoding: 'utf8' }).stdout.trim();

/** Starts a browser that makes no calls of its own; its camera shows a test picture. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-background-networking', '--use-fake-device-for-media-stream'],
  });
}

/** A page, and all that must not happen in it. */
export interface WatchedPage {
  readonly page: Page;
  /** Requests to other hosts, errors on the console, refusals of the content policy. */
  readonly faults: readonly string[];
}

/** Opens a page that notes what must not happen while it is open. */
export async function openWatchedPage(
  context: BrowserContext,
  ownOrigin: string,
): Promise<WatchedPage> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    const isOwn = origin === ownOrigin || protocol === 'data:' || protocol === 'blob:';
    if (!isOwn) faults.push(`asked another host: ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { page, faults };
}

/** As a person does: opens the printed link and presses the button. */
export async function signInAsOwner(
  browser: Browser,
  signInUrl: string,
): Promise<NonNullable<BrowserContextOptions['storageState']>> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(signInUrl);
    await page.getByRole('button', { name: 'Open the office' }).click();
    await page.waitForURL('**/office');
    return await context.storageState();
  } finally {
    await context.close();
  }
}

/** What of axe's answer is read here. */
interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** Breaches of the accessibility rules. The driver puts the checker in, past the page's policy. */
export async function accessFaults(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const results: AxeResults = await page.evaluate('axe.run()');
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary ?? ''}`),
  );
}

/** Pictures of the page that do not arrive, also of those that wait until they are in view. */
export function missingPictures(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const pictures = [...document.images];
    for (const picture of pictures) picture.loading = 'eager';
    await Promise.allSettled(pictures.map((picture) => picture.decode()));
    return pictures.filter(({ naturalWidth }) => naturalWidth === 0).map(({ src }) => src);
  });
}

/** Tables with a narrow form of which a part is out of sight all the same. */
export function cutTables(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.table-scroll')]
      .filter((region) => region.querySelector('.stack, .compare'))
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ textContent }) => (textContent ?? '').slice(0, 80)),
  );
}

/** How many pixels the page can be moved sideways. */
export function sidewaysPixels(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}
