import { Injectable } from '@nestjs/common';
import { FindSession } from '../sign-in/find-session.js';
import { Pages } from './pages.view.js';
import { WebPage } from './web-page.view.js';

/** Makes the HTML of a page for whoever is signed in; null where nobody is. Asks nobody: the page's scripts do. */
@Injectable()
export class OpenPage {
  constructor(
    private readonly find: FindSession,
    private readonly pages: Pages,
    private readonly web: WebPage,
  ) {}

  async run({ cookie, nonce }: { cookie: string | undefined; nonce: string }): Promise<string | null> {
    const session = await this.find.run(cookie);
    if (!session) return null;
    const { user, tenant } = session;
    const withoutScript = this.pages.withoutScript({ user, tenantName: tenant?.name });
    return this.web.render({ nonce, withoutScript });
  }
}
