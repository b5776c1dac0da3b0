import { Controller, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ENVIRONMENT, type Environment } from '../env.js';
import { Pages } from '../pages/pages.view.js';
import { cookieOptions, readSessionCookies, sessionCookieName } from './cookies.rules.js';
import { SameOriginGuard } from './same-origin.guard.js';
import { SignOutEverywhere } from './sign-out-everywhere.js';
import { SignOut } from './sign-out.js';

@Controller('sign-out')
export class SignOutController {
  constructor(
    private readonly signOut: SignOut,
    private readonly signOutEverywhere: SignOutEverywhere,
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
    this.leave(response, await this.signOut.run(this.cookieOf(request)));
  }

  /** The same, after the user's sessions have ended in every browser. Refuses `cross_site_request`, `try_again`. */
  @Post('everywhere')
  @HttpCode(200)
  @UseGuards(SameOriginGuard)
  async everywhere(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.leave(response, await this.signOutEverywhere.run(this.cookieOf(request)));
  }

  private cookieOf(request: Request): string | undefined {
    const { PORTICO_DASHBOARD_URL } = this.environment;
    return readSessionCookies(request.headers.cookie, PORTICO_DASHBOARD_URL).user;
  }

  private leave(response: Response, address: string | null): void {
    const url = this.environment.PORTICO_DASHBOARD_URL;
    response.clearCookie(sessionCookieName(url), cookieOptions(url, 0));
    if (address === null) {
      response.redirect(303, '/');
      return;
    }
    response.setHeader('Refresh', `0; url=${address}`);
    response.type('html').send(this.pages.leaving({ address }));
  }
}
