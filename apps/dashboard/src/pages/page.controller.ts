import { randomBytes } from 'node:crypto';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ENVIRONMENT, type Environment } from '../env.js';
import { readSessionCookies, type SessionCookies } from '../sign-in/cookies.rules.js';
import { OpenPage } from './open-page.js';
import { webPolicy } from './page-headers.rules.js';
import { Pages } from './pages.view.js';
import { WebPage } from './web-page.view.js';

@Controller()
export class PageController {
  constructor(
    private readonly open: OpenPage,
    private readonly pages: Pages,
    private readonly web: WebPage,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** The start page; the dashboard for whoever is signed in. */
  @Get()
  async home(@Req() request: Request, @Res() response: Response): Promise<void> {
    const nonce = newNonce();
    const html = await this.open.run({ cookies: this.cookiesOf(request), nonce });
    if (html === null) response.type('html').send(this.pages.start());
    else sendWeb(response, nonce, html);
  }

  /** A page of the dashboard; whoever is not signed in does so first and comes back here. */
  @Get(['settings', 'settings/*path', 'support', 'support/*path'])
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    const nonce = newNonce();
    const html = await this.open.run({ cookies: this.cookiesOf(request), nonce });
    if (html === null) response.redirect(303, `/sign-in?return=${encodeURIComponent(request.originalUrl)}`);
    else sendWeb(response, nonce, html);
  }

  /**
   * The page behind a set-up link, for somebody without an account. To look at it opens nothing: previews and mail
   * scanners do.
   */
  @Get(['set-up', 'set-up/:token'])
  setUp(@Res() response: Response): void {
    const nonce = newNonce();
    sendWeb(response, nonce, this.web.render({ nonce, withoutScript: this.pages.withoutScript({}) }));
  }

  private cookiesOf(request: Request): SessionCookies {
    return readSessionCookies(request.headers.cookie, this.environment.PORTICO_DASHBOARD_URL);
  }
}

const newNonce = (): string => randomBytes(16).toString('base64url');

const sendWeb = (response: Response, nonce: string, html: string): void => {
  response.setHeader('Content-Security-Policy', webPolicy(nonce));
  response.type('html').send(html);
};
