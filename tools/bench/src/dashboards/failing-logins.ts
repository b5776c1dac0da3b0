import type { Agent } from 'node:http';
import { Application } from '../load/application.ts';
import { Browser, nextOf } from '../load/browser.ts';
import type { System } from '../load/system.ts';

type Fail = (system: System, browser: Browser, address: URL, email: string) => Promise<unknown>;

const never = (): boolean => false;

/** The person cancels at the identity provider. */
const cancel: Fail = async (system, browser, address, email) => {
  const isBack = (url: URL): boolean => url.origin === system.origin && url.searchParams.has('code');
  const screen = await browser.click(await browser.open(address, never), system.ssoLink ?? '');
  const callback = nextOf(await browser.submit(screen, '/sso', { email }, isBack));
  if (!callback) throw new Error('the identity provider did not send the browser back');
  callback.searchParams.delete('code');
  callback.searchParams.set('error', 'access_denied');
  await browser.open(callback, never);
};

/** The person mistypes the password. */
const mistype: Fail = async (_system, browser, address, email) => {
  const screen = await browser.open(address, never);
  await browser.submit(screen, '/password', { email, password: 'not-the-password' }, never);
};

/** The answer of the identity provider was changed on its way. */
const forge: Fail = async (system, browser, address, email) => {
  const isBack = (url: URL): boolean => url.origin === system.origin && url.searchParams.has('code');
  const screen = await browser.click(await browser.open(address, never), system.ssoLink ?? '');
  const callback = nextOf(await browser.submit(screen, '/sso', { email }, isBack));
  if (!callback) throw new Error('the identity provider did not send the browser back');
  callback.searchParams.set('code', 'forged');
  await browser.open(callback, never);
};

const WAYS = [cancel, mistype, forge];

/** Logins that cannot succeed, one way after the other; gives how many were refused as they should be. */
export const failLogins = async (system: System, agent: Agent, count: number): Promise<number> => {
  const application = new Application(system);
  let refused = 0;
  for (let number = 0; number < count; number += 1) {
    const way = WAYS[number % WAYS.length] ?? cancel;
    const email = system.emails[number % system.emails.length] ?? '';
    const { address } = application.begin();
    // The load's browser throws at every status from 400 on, which a refusal has.
    await way(system, new Browser(agent, system.origin), address, email).catch(() => (refused += 1));
  }
  application.close();
  return refused;
};
