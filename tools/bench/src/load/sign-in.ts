import type { Agent } from 'node:http';
import type { Application } from './application.ts';
import { Browser, nextOf } from './browser.ts';
import type { System } from './system.ts';

/** One login that came to its end. */
export interface SignedIn {
  /** The sum of the system's answers, the identity provider's time inside them included. */
  systemMs: number;
  /** The code of the identity provider, by which its own time is known. */
  upstreamCode: string;
}

/** The main job, once: a fresh browser, from the application to the application's tokens. Throws where it does not end so. */
export const signIn = async (
  system: System,
  application: Application,
  agent: Agent,
  email: string,
): Promise<SignedIn> => {
  const browser = new Browser(agent, system.origin);
  const pending = application.begin();
  const isDone = (url: URL): boolean => url.href.startsWith(system.client.redirectUri);
  const isBack = (url: URL): boolean => url.origin === system.origin && url.searchParams.has('code');

  const first = await browser.open(pending.address, isDone);
  const screen = system.ssoLink ? await browser.click(first, system.ssoLink) : first;
  const atProvider = await browser.submit(screen, '/sso', { email }, isBack);
  const callback = nextOf(atProvider);
  if (!callback) throw new Error(`the identity provider did not send the browser back`);
  const done = nextOf(await browser.open(callback, isDone));
  if (!done) throw new Error('the browser did not come back to the application');
  const tokenMs = await application.finish(done, pending, email);
  return {
    systemMs: browser.systemMs + tokenMs,
    upstreamCode: callback.searchParams.get('code') ?? '',
  };
};
