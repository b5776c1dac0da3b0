import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const isRoot = process.getuid?.() === 0;

/** The Chromium that `npm test` has found or installed. */
export const startChromium = async (): Promise<Browser> => {
  const executablePath = process.env['CHROMIUM_BIN'];
  if (!executablePath) throw new Error('CHROMIUM_BIN must be the path of a Chromium; `npm test` sets it');
  return await chromium.launch({
    executablePath,
    // Its sandbox cannot be built by root.
    args: isRoot ? ['--no-sandbox', ...ARGUMENTS] : ARGUMENTS,
  });
};

/** A browser of a person's own, without JavaScript unless it is asked for: no page of a login needs any. */
export const aContext = async (
  browser: Browser,
  { javaScriptEnabled = false }: { javaScriptEnabled?: boolean } = {},
): Promise<BrowserContext> => {
  const context = await browser.newContext({ javaScriptEnabled });
  context.setDefaultTimeout(10_000);
  return context;
};

/** The heading of the page that a person sees. */
export const headingOf = async (page: Page): Promise<string> =>
  (await page.getByRole('heading', { level: 1 }).textContent())?.trim() ?? '';
