import { Controller, Get, Param, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { OPENED_LINK } from '../browser/cookie-kinds.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage } from '../pages/send-page.js';
import { ANY_APPLICATION } from '../settings/decision.rules.js';
import { FindLinkedTenant } from './find-linked-tenant.js';
import { StartAddress } from './start-address.js';

/** An organisation's own link, opened without an application. */
@Controller('sso')
@UseFilters(PageFilter)
export class OrganisationLinkController {
  constructor(
    private readonly findLinkedTenant: FindLinkedTenant,
    private readonly cookies: BrowserCookies,
    private readonly pages: Pages,
    private readonly startAddress: StartAddress,
  ) {}

  /**
   * Keeps the organisation for the next sign-in on this browser, and goes on to the deployment's start application;
   * where it has none, asks to open an application. Refuses `sso_not_found`.
   */
  @Get(':slug')
  async open(@Req() request: Request, @Res() response: Response, @Param('slug') slug: string): Promise<void> {
    const { known } = await this.findLinkedTenant.run(slug, ANY_APPLICATION, request.ip);
    await this.cookies.keep(response, OPENED_LINK, { slug });
    if (this.startAddress.url === undefined)
      sendPage(response, 200, this.pages.openApplication({ organisationName: known.settings.name }));
    else response.set('Cache-Control', 'no-store').redirect(303, this.startAddress.url);
  }
}
