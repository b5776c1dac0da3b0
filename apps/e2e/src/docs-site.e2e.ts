import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { aContext, startChromium } from './chromium.js';
import { findBarriers, readOutline } from './look.js';

jest.setTimeout(60_000);

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'portico-docs-'));
const addressOf = (page: string): string => pathToFileURL(join(folder, page)).href;

const PAGES = [
  'index.html',
  'configuration.html',
  'asyncapi.html',
  'openapi/broker.html',
  'how-to/for-admins.html',
  'guides/de/okta.html',
];
const SIZES = { wide: { width: 1360, height: 900 }, narrow: { width: 375, height: 800 } };
const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  Object.entries(SIZES).map(([name, viewport]) => ({ name, colorScheme, viewport })),
);

describe('the documentation site, opened from a disk', () => {
  let browser: Browser;

  beforeAll(async () => {
    const module = pathToFileURL(join(root, 'tools/docs/src/site/write-site.ts')).href;
    const order = `const { writeSite } = await import(${JSON.stringify(module)}); writeSite(...${JSON.stringify([root, folder])})`;
    execFileSync(process.execPath, ['--input-type=module', '--eval', order], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(LOOKS)('has no barrier: $colorScheme, $name', async ({ colorScheme, viewport }) => {
    const context = await browser.newContext({ colorScheme, viewport });
    const page = await context.newPage();
    for (const address of PAGES) {
      await page.goto(addressOf(address));
      expect([address, await findBarriers(page)]).toEqual([address, []]);
      expect(await readOutline(page)).toMatchObject({ headings: 1, mains: 1, overflow: 0 });
    }
    await context.close();
  });

  it('reaches every page on a telephone without JavaScript', async () => {
    const context = await aContext(browser, { javaScriptEnabled: false });
    const page = await context.newPage();
    await page.setViewportSize(SIZES.narrow);
    await page.goto(addressOf('index.html'));
    await page.getByRole('button', { name: 'Pages' }).click();
    await page.getByRole('link', { name: 'Glossary' }).first().click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Glossary');
    await context.close();
  });

  it('finds a page by a few letters, by keyboard alone', async () => {
    const context = await aContext(browser, { javaScriptEnabled: true });
    const page = await context.newPage();
    await page.goto(addressOf('security/timing.html'));
    await page.getByRole('searchbox', { name: 'Search' }).focus();
    await page.keyboard.type('recovery cod');
    await page.getByRole('status').getByText('found').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/recovery/);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Recovery codes');
    await context.close();
  });
});
