import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { discard, type GatewayProcess, startProcess } from './gateway-process.ts';
import {
  chromiumPath,
  missingPictures,
  openBrowser,
  openWatchedPage,
  signInAsOwner,
  type WatchedPage,
} from './site-browser.ts';
import { MODEL_PAGE } from './site-pages.ts';

const PICTURE_TIMEOUT_MS = 150_000;

if (chromiumPath === '') {
  console.warn('No chromium on this machine: the site is not tested in a browser here.');
}

describe.skipIf(chromiumPath === '')('the site in a browser', () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let signedIn: BrowserContextOptions;
  let watched: WatchedPage[] = [];

  beforeAll(async () => {
    gateway = await startProcess();
    browser = await openBrowser();
    signedIn = { storageState: await signInAsOwner(browser, gateway.signInUrl) };
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await discard(gateway);
  });
  afterEach(async () => {
    const faults = watched.flatMap((one) => one.faults);
    await Promise.all(watched.map(({ page }) => page.context().close()));
    watched = [];
    expect(faults).toEqual([]);
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const one = await openWatchedPage(await browser.newContext(options), gateway.url);
    watched.push(one);
    const response = await one.page.goto(new URL(path, gateway.url).href);
    expect(response?.status(), path).toBe(200);
    return one.page;
  }

  const mainText = async (page: Page) => (await page.locator('main').textContent()) ?? '';

  test('home shows its pictures and leads to the models', async () => {
    const page = await open('/');
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await missingPictures(page)).toEqual([]);
    await page.getByRole('link', { name: /^All \d+ models$/ }).click();
    await page.waitForURL('**/models');
  });

  test('the model page says id and price, and shows the call in another language', async () => {
    const page = await open(MODEL_PAGE);
    expect(await mainText(page)).toContain('ideogram/ideogram-character-remix');
    expect(await mainText(page)).toContain('$0.05');
    expect(await missingPictures(page)).toEqual([]);
    await page.getByText('Python', { exact: true }).first().click();
    expect(await page.locator('[data-language=python]').first().isVisible()).toBe(true);
  });

  test('the printed link has opened the office, which shows the balance', async () => {
    const page = await open('/office', signedIn);
    expect(await mainText(page)).toMatch(/Available \(play money\)\$\d+\.\d\d/);
    expect(await missingPictures(page)).toEqual([]);
  });

  test('on a narrow screen a button opens the pages of the office', async () => {
    const page = await open('/office', { ...signedIn, viewport: { width: 390, height: 800 } });
    const usage = page.getByRole('link', { name: 'Usage' });
    expect(await usage.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Pages' }).press('Enter');
    await usage.click();
    await page.waitForURL('**/office/usage');
  });

  test('a stranger finds the office locked', async () => {
    expect(await mainText(await open('/office'))).toContain('aigateway owner link');
  });

  test(
    'a mask can be drawn, is sent, and the picture can be seen against what went in',
    async () => {
      const page = await open('/playground');
      expect(await missingPictures(page)).toEqual([]);
      await page.getByRole('button', { name: 'Edit the mask' }).click();
      const canvas = page.locator('.mask-paper canvas');
      await canvas.focus();
      for (const key of ['ArrowUp', 'ArrowUp', ' ']) await page.keyboard.press(key);
      await page.getByRole('button', { name: 'Undo' }).click();
      await canvas.focus();
      await page.keyboard.press(' ');
      await page.getByRole('button', { name: 'Use this mask' }).click();
      await page.getByText('Cut out by your mask.').waitFor();
      await page.getByLabel('Size').selectOption('512x512');
      const sent = page.waitForRequest('**/v1/images/generations');
      await page.getByRole('button', { name: /^Make the picture/ }).click();
      const body = (await sent).postDataJSON() as Record<string, string>;
      expect(body.character_reference_mask).toMatch(/^data:image\/png;base64,/);
      await page.locator('.plate-open').click();
      await page.getByRole('button', { name: 'Before and after' }).click();
      await page.getByLabel('How much of what went in is shown').press('ArrowRight');
      await page.keyboard.press('Escape');
      await page.reload();
      await page.locator('article.run').waitFor();
    },
    PICTURE_TIMEOUT_MS,
  );

  test(
    'a character is pasted, dropped, or photographed with the camera, and cut out',
    async () => {
      const page = await open('/playground', { permissions: ['camera'] });
      const give = (kind: 'paste' | 'drop') =>
        page.evaluate(async (type) => {
          const fox = document.querySelector<HTMLImageElement>('.at-hand img')?.src ?? '';
          const data = new DataTransfer();
          const bytes = await (await fetch(fox)).blob();
          data.items.add(new File([bytes], `${type}.png`, { type: 'image/png' }));
          const more = { bubbles: true, cancelable: true };
          const event =
            type === 'paste'
              ? new ClipboardEvent('paste', { clipboardData: data, ...more })
              : new DragEvent('drop', { dataTransfer: data, ...more });
          document.querySelector('.drop')?.dispatchEvent(event);
        }, kind);
      await give('paste');
      await page.getByText('A pasted picture').waitFor();
      await page.getByText('Cut out by its transparent background.').waitFor();
      await give('drop');
      await page.getByText('drop.png').waitFor();
      await page.getByRole('button', { name: 'Camera' }).click();
      await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
      await page.getByRole('button', { name: 'Take it' }).click();
      await page.getByRole('img', { name: 'The character: A photo' }).waitFor();
    },
    PICTURE_TIMEOUT_MS,
  );

  test(
    'the mask is zoomed into; what was made is seen at its own size, saved, linked and used again',
    async () => {
      const permissions = ['clipboard-read', 'clipboard-write'];
      const page = await open('/playground', { permissions });
      await page.getByRole('button', { name: 'Edit the mask' }).click();
      const paper = page.locator('.mask-paper');
      const widthOf = async () => (await paper.boundingBox())?.width ?? 0;
      const before = await widthOf();
      await page.getByLabel('Zoom').selectOption('300 %');
      expect(Math.round((await widthOf()) / before)).toBe(3);
      await page.getByText('Brush', { exact: true }).click();
      await page.getByRole('button', { name: 'Leave it' }).click();
      await page.getByLabel('Size').selectOption('512x512');
      await page.getByRole('button', { name: /^Make the picture/ }).click();
      await page.locator('.plate-open').click();
      await page.getByRole('button', { name: 'At its own size' }).click();
      const { width } = (await page.locator('.viewer img').boundingBox()) ?? {};
      expect(width).toBe(512);
      await page.keyboard.press('Escape');
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download' }).click(),
      ]);
      expect(saved.suggestedFilename()).toMatch(/^picture-\d+\.png$/);
      await page.getByRole('button', { name: 'Copy URL' }).click();
      const address = await page.evaluate(() => navigator.clipboard.readText());
      expect((await fetch(address)).headers.get('content-type')).toBe('image/png');
      await page.getByRole('button', { name: 'Use as reference' }).click();
      await page.getByText('A picture made here').waitFor();
    },
    PICTURE_TIMEOUT_MS,
  );

  test(
    'a picture is made, seen large and put away again by the keyboard alone',
    async () => {
      const page = await open('/playground');
      const reach = async (what: RegExp) => {
        for (let i = 0; i < 80; i++) {
          await page.keyboard.press('Tab');
          const at = await page.evaluate(() => {
            const { textContent, className } = document.activeElement as HTMLElement;
            return `${className} ${textContent}`;
          });
          if (what.test(at)) return;
        }
        throw new Error(`the keyboard does not reach ${what}`);
      };
      await page.getByLabel('Size').focus();
      await page.keyboard.type('Square 512');
      await reach(/Make the picture/);
      await page.keyboard.press('Enter');
      await page.locator('.plate-open').waitFor({ timeout: 0 });
      await reach(/plate-open/);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(await page.evaluate(() => document.activeElement?.className)).toBe('plate-open');
      expect(await page.locator('.run-caption').textContent()).toContain('$0.00');
    },
    PICTURE_TIMEOUT_MS,
  );

  test(
    'two models draw the same prompt beside each other',
    async () => {
      const page = await open('/compare/atelier_character-remix-vs-atelier_scene');
      await page.getByRole('button', { name: 'Run on all 2' }).click();
      for (const name of ['Atelier Character Remix', 'Atelier Scene']) {
        await page.getByRole('img', { name: `by ${name}` }).waitFor({ timeout: 0 });
      }
      expect(await page.locator('.live-side').allTextContents()).toEqual([
        expect.stringMatching(/s · \$0\.00 · made by atelier/),
        expect.stringMatching(/s · \$0\.00 · made by atelier/),
      ]);
    },
    PICTURE_TIMEOUT_MS,
  );
});
