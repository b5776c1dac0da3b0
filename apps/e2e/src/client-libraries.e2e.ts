import { jest } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionEnded } from '@portico/contracts';
import { DEMO_PASSWORD, type Example } from '@portico/launcher';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Api } from './api.js';
import { aContext, startChromium } from './chromium.js';
import { eventually } from './eventually.js';
import { ExampleProcess } from './example-process.js';
import { FactLog } from './facts.js';
import { acme, house } from './house.js';

const { addresses } = house;
const admin = 'admin@acme.example';
const folder = mkdtempSync(join(tmpdir(), 'portico-native-'));

jest.setTimeout(60_000);

let chromium: Browser;
let context: BrowserContext;
let page: Page;
let facts: FactLog;
const started: ExampleProcess[] = [];

const start = (name: Example, args: string[] = []): ExampleProcess => {
  const process = new ExampleProcess(house, name, {
    args,
    env: { TOKENS_FILE: join(folder, 'tokens.json') },
  });
  started.push(process);
  return process;
};
const native = (command: string): ExampleProcess => start('native', [command]);

const typePassword = async (): Promise<void> => {
  await page.getByLabel('E-mail').fill(admin);
  await page.getByLabel('Password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

const who = async (address: string): Promise<string> => {
  await page.goto(address);
  const sentence = page.locator('#who', { hasNotText: 'Looking' });
  return (await sentence.textContent())?.trim() ?? '';
};

beforeAll(async () => {
  chromium = await startChromium();
  facts = await FactLog.listen(house);
  const servers = (['resource-server', 'server-rendered', 'single-page'] as const).map((name) => start(name));
  await Promise.all(servers.map(async (server) => await server.prints(/listens on/)));
});
beforeEach(async () => {
  context = await aContext(chromium, { javaScriptEnabled: true });
  page = await context.newPage();
});
afterEach(async () => await context.close());
afterAll(async () => {
  await Promise.all(started.map(async (process) => await process.stop()));
  await chromium?.close();
  await facts?.close();
  rmSync(folder, { recursive: true });
});

describe('a client library that knows nothing of Portico', () => {
  it('signs in, calls an API, refreshes and signs out: express-openid-connect', async () => {
    const { serverRendered } = addresses;
    await page.goto(`${serverRendered}/login`);
    await typePassword();
    await page.waitForURL(`${serverRendered}/`);
    expect(await who(serverRendered)).toBe(`Signed in as ${admin}.`);

    await page.goto(`${serverRendered}/calls`);
    expect(JSON.parse((await page.locator('#calls').textContent()) ?? '')).toMatchObject({
      by: 'server-rendered',
      calls: [{ tenantId: acme.tenantId }, { tenantId: acme.tenantId }],
    });

    await page.goto(`${serverRendered}/refreshed`);
    expect(await page.locator('#refreshed').textContent()).toBe('a new token');

    await page.goto(`${serverRendered}/logout`);
    await page.waitForURL((url) => url.href.startsWith(serverRendered));
    expect(await who(serverRendered)).toBe('Nobody is signed in.');
  });

  it('is told by the back channel that the session has ended: express-openid-connect', async () => {
    const { serverRendered, broker } = addresses;
    await page.goto(`${serverRendered}/login`);
    await typePassword();
    await page.waitForURL(`${serverRendered}/`);
    expect(await who(serverRendered)).toBe(`Signed in as ${admin}.`);

    const api = await Api.open(house);
    const sessions = `${broker}/v1/tenants/${acme.tenantId}/sessions`;
    const { sessions: live } = await api.call<{ sessions: { id: string; applicationIds: string[] }[] }>(
      'GET',
      sessions,
    );
    const session = live.find(({ applicationIds }) => applicationIds.includes('server-rendered'));
    await api.call('DELETE', `${sessions}/${session?.id ?? ''}`);
    const ended = await facts.next(SessionEnded, ({ data }) => data['sessionId'] === session?.id);
    expect(ended.data).toMatchObject({ reason: 'revoked' });
    await eventually(async () => (await who(serverRendered)) === 'Nobody is signed in.');
  });

  it('signs in by a pushed request, calls an API, refreshes and signs out: openid-client behind a page', async () => {
    const { singlePage } = addresses;
    expect(await who(singlePage)).toBe('Nobody is signed in.');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await typePassword();
    await page.waitForURL(`${singlePage}/`);
    expect(await who(singlePage)).toBe(`Signed in as ${admin}.`);

    const answerOf = async (button: string): Promise<unknown> => {
      await page.getByRole('button', { name: button }).click();
      const answer = page.locator('#answer', { hasText: /./ });
      const text = (await answer.textContent()) ?? '';
      await page.reload({ waitUntil: 'networkidle' });
      return JSON.parse(text);
    };
    expect(await answerOf('Calls')).toMatchObject({ by: 'single-page' });
    expect(await answerOf('Refresh')).toEqual({ renewed: true });
    expect(await answerOf('Calls')).toMatchObject({ by: 'single-page' });
    const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
    expect(stored).toBe('[{},{},""]');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('#sign-in:visible').waitFor();
    expect(await who(singlePage)).toBe('Nobody is signed in.');
  });

  it('signs in by the system browser, refreshes and signs out: oidc-client-ts in a native application', async () => {
    const signIn = native('sign-in');
    await page.goto(await signIn.prints(/^(http\S+)$/m));
    await typePassword();
    await page.locator('#done').waitFor();
    expect(await signIn.ends()).toContain(`Signed in as ${admin}.`);

    for (let times = 0; times < 2; times += 1) {
      const whoAmI = native('whoami');
      expect(await whoAmI.ends()).toBe(`Signed in as ${admin}.\n`);
    }

    const signOut = native('sign-out');
    await page.goto(await signOut.prints(/^(http\S+)$/m));
    await signOut.ends();
    const after = native('whoami');
    expect(await after.ends()).toBe('Nobody is signed in.\n');
  });
});

describe('the example resource server', () => {
  const calls = async (authorization?: string): Promise<[number, unknown]> => {
    const answer = await fetch(`${addresses.callsApi}/calls`, {
      headers: authorization ? { authorization } : {},
    });
    return [answer.status, await answer.json()];
  };

  it('refuses a request without a token', async () => {
    expect(await calls()).toEqual([401, { error: 'invalid_token' }]);
  });

  it("O09 refuses a token that is meant for Portico's own APIs", async () => {
    const api = await Api.open(house);
    expect(await calls(`Bearer ${api.token}`)).toEqual([401, { error: 'invalid_token' }]);
  });
});
