import { Body, Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AFTER_PROVIDER_SIGN_OUT } from '../browser/cookie-kinds.js';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage } from '../pages/send-page.js';
import { toLogoutQuery } from './logout-request.rules.js';

/** The doors of a sign-out that are not oidc-provider's. */
@Controller('logout')
@UseFilters(PageFilter)
export class LogoutController {
  constructor(
    private readonly cookies: BrowserCookies,
    private readonly pages: Pages,
  ) {}

  /**
   * A sign-out that an application posts (OpenID Connect RP-Initiated Logout 1.0 §2): goes on by GET, because the
   * browser sends its session along with no form of another site.
   */
  @Post()
  post(@Body() body: unknown, @Res() response: Response): void {
    response.set('Cache-Control', 'no-store').redirect(303, `/logout?${toLogoutQuery(body)}`);
  }

  /** Back from the identity provider's sign-out: goes on to where the application wanted, for this browser alone. */
  @Get('done')
  async done(
    @Req() request: Request,
    @Res() response: Response,
    @Query('state') state: unknown,
  ): Promise<void> {
    const after = await this.cookies.read(request, AFTER_PROVIDER_SIGN_OUT);
    this.cookies.forget(response, AFTER_PROVIDER_SIGN_OUT);
    if (after?.url === undefined || after.state !== state) sendPage(response, 200, this.pages.loggedOut());
    else response.set('Cache-Control', 'no-store').redirect(303, after.url);
  }
}
