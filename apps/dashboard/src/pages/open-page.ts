import { Injectable } from '@nestjs/common';
import { FindSetUpSession } from '../set-up/find-set-up-session.js';
import type { SessionCookies } from '../sign-in/cookies.rules.js';
import { FindSession } from '../sign-in/find-session.js';
import { Pages } from './pages.view.js';
import { WebPage } from './web-page.view.js';

/** Makes the HTML of a page for whoever has a session; null for all others. Asks no API: the page's scripts do. */
@Injectable()
export class OpenPage {
  constructor(
    private readonly find: FindSession,
    private readonly findSetUp: FindSetUpSession,
    private readonly pages: Pages,
    private readonly web: WebPage,
  ) {}

  async run({ cookies, nonce }: { cookies: SessionCookies; nonce: string }): Promise<string | null> {
    const session = await this.find.run(cookies.user);
    if (!session && !(await this.findSetUp.run(cookies.setUp))) return null;
    const withoutScript = this.pages.withoutScript({
      user: session?.user,
      tenantName: session?.tenant?.name,
    });
    return this.web.render({ nonce, withoutScript });
  }
}
