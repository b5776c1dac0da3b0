import type { HouseDescription } from '@portico/launcher';
import { CookieJar } from './cookie-jar.js';
import { readForms, readLink } from './html.js';

/** One answer, as a browser would show it. */
export interface Page {
  url: string;
  status: number;
  headers: Headers;
  html: string;
  /** Every request that led here, the one of this page last. */
  hops: { method: string; url: string; status: number }[];
}

/** What a login needs to know of a house. */
export type Place = Pick<HouseDescription, 'addresses'>;

/** Demo password of every user of the house, at Portico and at the simulator. */
const PASSWORD = 'portico-demo';
const PATIENCE_MS = 30_000;
const MOST_HOPS = 15;

/** Whether a page's address is one to stop before instead of asking for it. */
type Before = (url: URL) => boolean;

/** Whether an address is that of the broker's callback. */
export const isCallback: Before = ({ pathname }) => /^\/oauth2\/idpresponse(\/|$)/.test(pathname);

/**
 * A browser without a screen: cookies, redirects and pages that go on by themselves (`Refresh`), one request after
 * another. The methods below `openPhone` are the steps of a login through Phone, each from page to page, so that a
 * test can disturb any of them; `signInWithSso` and `signInWithPassword` go all the way.
 */
export class HttpBrowser {
  cookies = new CookieJar();
  /** What proxies on the way have said of who answered (`Via`). */
  readonly via = new Set<string>();

  /** One GET; follows nothing. */
  async get(url: string, headers: Record<string, string> = {}): Promise<Page> {
    return await this.request('GET', url, { headers });
  }

  /** One POST of a form; follows nothing. */
  async post(
    url: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Page> {
    return await this.request('POST', url, {
      headers: { origin: new URL(url).origin, ...headers },
      body: new URLSearchParams(fields),
    });
  }

  /** Opens an address and goes on until a page stands still, or `before` would ask for what the caller wants to. */
  async open(url: string, before?: Before): Promise<Page> {
    return await this.follow(await this.get(url), before);
  }

  /** Sends the form whose action ends so, with its own fields and the given ones, and follows. */
  async submit(page: Page, action: string, fields: Record<string, string>, before?: Before): Promise<Page> {
    const form = readForms(page).find((candidate) => candidate.action.endsWith(action));
    if (!form) throw new Error(`no form for ${action} ${describe(page)}`);
    return await this.follow(await this.post(form.action, { ...form.fields, ...fields }), before);
  }

  /** Follows the link with this text. */
  async click(page: Page, text: string): Promise<Page> {
    const link = readLink(page, text);
    if (!link) throw new Error(`no link "${text}" ${describe(page)}`);
    return await this.open(link);
  }

  /** Goes on from a page as far as it goes by itself. */
  async follow(page: Page, before?: Before): Promise<Page> {
    const next = nextOf(page);
    if (next === undefined || before?.(new URL(next))) return page;
    if (page.hops.length >= MOST_HOPS) throw new Error(`no end of redirects ${describe(page)}`);
    const landed = await this.get(next);
    return await this.follow({ ...landed, hops: [...page.hops, ...landed.hops] }, before);
  }

  /** Phone's sign-in, to screen 1; or to Phone's first page, where the browser is signed in already. */
  async openPhone({ addresses }: Place): Promise<Page> {
    return await this.open(`${addresses.phone}/sign-in`);
  }

  /** From screen 1 to screen 2. */
  async chooseSso(screen1: Page): Promise<Page> {
    return await this.click(screen1, 'Log in with SSO');
  }

  /** From screen 2 to the identity provider's login page; to the broker's callback, where it knows the browser. */
  async submitEmail(screen2: Page, email: string): Promise<Page> {
    return await this.submit(screen2, '/sso', { email }, isCallback);
  }

  /** Signs in at the simulator's login page; gives the callback's address, which has not been opened yet. */
  async idpLogin(loginPage: Page, email: string): Promise<string> {
    const known = nextOf(loginPage);
    if (known && isCallback(new URL(known))) return known;
    const fields = { username: email, password: PASSWORD };
    const { pathname } = new URL(loginPage.url);
    const sent = await this.post(new URL(pathname, loginPage.url).href, fields);
    const callback = nextOf(await this.follow(sent, isCallback));
    if (!callback) throw new Error(`the identity provider did not answer Portico ${describe(sent)}`);
    return callback;
  }

  /** Delivers the identity provider's answer: a 303 that `finish` follows, or a refusal. */
  async callback(url: string): Promise<Page> {
    return await this.get(url);
  }

  /** From the callback's answer to Phone's page. */
  async finish(answer: Page): Promise<Page> {
    return await this.follow(answer);
  }

  /** A whole login by single sign-on; gives the page where it ends. `as` is who signs in at the provider. */
  async signInWithSso({
    house,
    email,
    as = email,
  }: {
    house: Place;
    email: string;
    as?: string;
  }): Promise<Page> {
    return await this.finish(await this.callback(await this.goToCallback({ house, email, as })));
  }

  /** All of a login by single sign-on up to the callback, whose address it gives. */
  async goToCallback({
    house,
    email,
    as = email,
  }: {
    house: Place;
    email: string;
    as?: string;
  }): Promise<string> {
    const screen2 = await this.chooseSso(await this.openPhone(house));
    return await this.idpLogin(await this.submitEmail(screen2, email), as);
  }

  /** A whole login by password; gives the page where it ends. */
  async signInWithPassword({
    house,
    email,
    password = PASSWORD,
  }: {
    house: Place;
    email: string;
    password?: string;
  }): Promise<Page> {
    return await this.submitPassword(await this.openPhone(house), email, password);
  }

  /** From screen 1 to Phone's page, or to screen 1 with what was wrong. */
  async submitPassword(screen1: Page, email: string, password = PASSWORD): Promise<Page> {
    return await this.submit(screen1, '/password', { email, password });
  }

  /** Another browser with the same cookies, as when a tab is restored. */
  copy(): HttpBrowser {
    const other = new HttpBrowser();
    other.cookies = this.cookies.copy();
    return other;
  }

  private async request(method: string, url: string, init: RequestInit): Promise<Page> {
    const response = await fetch(url, {
      ...init,
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        accept: 'text/html',
        cookie: this.cookies.headerFor(url),
        ...(init.headers as Record<string, string>),
      },
    });
    this.cookies.take(url, response);
    const { status, headers } = response;
    const via = headers.get('via');
    if (via) this.via.add(via);
    return { url, status, headers, html: await response.text(), hops: [{ method, url, status }] };
  }
}

/** Where a page goes on to by itself: a redirect, or a `Refresh`. */
export const nextOf = ({ url, status, headers }: Page): string | undefined => {
  const location = status >= 300 && status < 400 ? headers.get('location') : null;
  const next = location ?? /^0; url=(.*)$/.exec(headers.get('refresh') ?? '')?.[1];
  return next === undefined ? undefined : new URL(next, url).href;
};

/** Whether Phone shows somebody signed in. */
export const isSignedIn = ({ html }: Page): boolean => html.includes('You are signed in');

const describe = ({ url, status, html }: Page): string => `at ${url} (${status}): ${html.slice(0, 1500)}`;
