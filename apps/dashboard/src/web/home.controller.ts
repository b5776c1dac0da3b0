import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ENVIRONMENT, type Environment } from '../env.js';
import { cookieOptions, readCookies, sessionCookieName } from '../sign-in/cookies.rules.js';
import { OpenHome } from './open-home.js';
import { Pages } from './pages.view.js';

@Controller()
export class HomeController {
  constructor(
    private readonly open: OpenHome,
    private readonly pages: Pages,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** The start page; for a signed-in user the shell with user and tenant. A session that is over signs in again. */
  @Get()
  async get(@Req() request: Request, @Res() response: Response): Promise<void> {
    const url = this.environment.PORTICO_DASHBOARD_URL;
    const name = sessionCookieName(url);
    const home = await this.open.run(readCookies(request.headers.cookie).get(name));
    if (home.outcome === 'home') {
      response.type('html').send(this.pages.home(home.page));
    } else if (home.outcome === 'signed_out') {
      response.type('html').send(this.pages.start());
    } else {
      response.clearCookie(name, cookieOptions(url, 0));
      response.redirect(303, '/sign-in');
    }
  }
}
