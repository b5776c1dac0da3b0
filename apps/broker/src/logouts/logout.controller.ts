import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AFTER_PROVIDER_SIGN_OUT } from '../browser/cookie-kinds.js';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage } from '../pages/send-page.js';

/** The door of a sign-out that is not oidc-provider's. */
@Controller('logout')
@UseFilters(PageFilter)
export class LogoutController {
  constructor(
    private readonly cookies: BrowserCookies,
    private readonly pages: Pages,
  ) {}

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
