import { HttpBrowser, type Page } from './http-browser.js';

/** What an address may carry that nobody else may learn. */
const SECRET = ['code', 'state', 'nonce', 'id_token_hint'];
/** Cookies that prove something by themselves; an interaction's is in the address of its screens as well. */
const PROOF = /session|login|\.sig$/;
/** Shorter ones would be found in logs by chance. */
const SHORTEST = 16;

/** A browser that remembers every code, state, nonce and cookie that it carried, to be looked for in logs. */
export class WatchedBrowser extends HttpBrowser {
  constructor(private readonly secrets: Set<string>) {
    super();
  }

  override async get(url: string, headers?: Record<string, string>): Promise<Page> {
    return this.note(await super.get(url, headers));
  }

  override async post(
    url: string,
    fields: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Page> {
    return this.note(await super.post(url, fields, headers));
  }

  private note(page: Page): Page {
    for (const address of [page.url, page.headers.get('location') ?? page.url]) {
      const { searchParams } = new URL(address, page.url);
      for (const name of SECRET) this.add(searchParams.get(name) ?? '');
    }
    for (const pair of this.cookies.headerFor(page.url).split('; ')) {
      const [name = '', ...value] = pair.split('=');
      if (PROOF.test(name)) this.add(value.join('='));
    }
    return page;
  }

  private add(secret: string): void {
    if (secret.length >= SHORTEST) this.secrets.add(secret);
  }
}
