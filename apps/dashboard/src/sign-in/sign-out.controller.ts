import { Controller, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ENVIRONMENT, type Environment } from '../env.js';
import { Pages } from '../pages/pages.view.js';
import { cookieOptions, readCookies, sessionCookieName } from './cookies.rules.js';
import { SameOriginGuard } from './same-origin.guard.js';
import { SignOut } from './sign-out.js';

@Controller('sign-out')
export class SignOutController {
  constructor(
    private readonly signOut: SignOut,
    private readonly pages: Pages,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /**
   * Ends the session here and goes on to the broker's. A page that leaves by itself, not a redirect: Chromium blocks
   * a form whose answer redirects to another origin than `form-action` names. Refuses `cross_site_request`.
   */
  @Post()
  @HttpCode(200)
  @UseGuards(SameOriginGuard)
  async post(@Req() request: Request, @Res() response: Response): Promise<void> {
    const url = this.environment.PORTICO_DASHBOARD_URL;
    const name = sessionCookieName(url);
    response.clearCookie(name, cookieOptions(url, 0));
    const address = await this.signOut.run(readCookies(request.headers.cookie).get(name));
    if (address === null) {
      response.redirect(303, '/');
      return;
    }
    response.setHeader('Refresh', `0; url=${address}`);
    response.type('html').send(this.pages.leaving({ address }));
  }
}
