import { jest } from '@jest/globals';
import { DEMO_PASSWORD } from '@portico/launcher';
import type { Browser, Request } from 'playwright-core';
import { aContext, startChromium } from './chromium.js';
import { house } from './house.js';

jest.setTimeout(60_000);

const { dashboard } = house.addresses;
/** Bytes of JavaScript, as they come over the network. */
const AT_MOST = 200_000;

let chromium: Browser;
beforeAll(async () => {
  chromium = await startChromium();
});
afterAll(async () => await chromium?.close());

const sizeOf = async (request: Request): Promise<number> => (await request.sizes()).responseBodySize;

describe('the first load of the settings page', () => {
  it('takes less than 200 kB of compressed JavaScript, and none of it from elsewhere', async () => {
    const context = await aContext(chromium, { javaScriptEnabled: true });
    const page = await context.newPage();
    const scripts: Request[] = [];
    page.on('requestfinished', (request) => {
      if (request.resourceType() === 'script') scripts.push(request);
    });
    await page.goto(`${dashboard}/sign-in?return=/settings/sso`);
    await page.getByLabel('E-mail').fill('admin@initech.example');
    await page.getByLabel('Password').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'OneLogin' }).first().waitFor();
    await page.waitForLoadState('networkidle');
    const sizes = await Promise.all(scripts.map(sizeOf));
    expect(scripts.map((request) => new URL(request.url()).origin)).toEqual(scripts.map(() => dashboard));
    const loaded = sizes.reduce((sum, size) => sum + size, 0);
    // React alone is more than this: what is measured is there.
    expect(loaded).toBeGreaterThan(50_000);
    expect(loaded).toBeLessThan(AT_MOST);
    await context.close();
  });
});
