import { Id } from '@portico/contracts';
import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { OPENED_LINK } from '../browser/cookie-kinds.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage } from '../pages/send-page.js';
import { type OpenedAddress, OpenLink } from './open-link.js';

/** What may come with a link, by query or by form; whatever is no text is left out. */
const text = z.string().optional().catch(undefined);
const Asked = z.object({ application: text, iss: text, login_hint: text, target_link_uri: text });
type Asked = z.infer<typeof Asked>;

/** Links that are opened without an application under way: an organisation's, and those of its identity providers. */
@Controller('sso/:slug')
@UseFilters(PageFilter)
export class OrganisationLinkController {
  constructor(
    private readonly openLink: OpenLink,
    private readonly cookies: BrowserCookies,
    private readonly pages: Pages,
  ) {}

  /**
   * Keeps the organisation for the next sign-in on this browser, and goes on to the application that the link names,
   * else to the deployment's start application; where it has none, asks to open an application. Refuses
   * `sso_not_found`, `start_link_invalid`.
   */
  @Get()
  async open(
    @Req() request: Request,
    @Res() response: Response,
    @Param('slug') slug: string,
    @Query() query: unknown,
  ): Promise<void> {
    const asked = Asked.parse(query);
    await this.goOn(request, response, { slug, applicationId: asked.application, request: asked });
  }

  /**
   * A sign-in that an identity provider begins, at the tile of an application there (OpenID Connect Core §4): goes on
   * as the organisation's link does, to this connection. Refuses `sso_not_found`, `start_link_invalid`.
   */
  @Get(':connectionId')
  async openTile(
    @Req() request: Request,
    @Res() response: Response,
    @Param() address: { slug: string; connectionId: string },
    @Query() query: unknown,
  ): Promise<void> {
    await this.goOn(request, response, toTile(address, Asked.parse(query)));
  }

  /** The same, as a form. */
  @Post(':connectionId')
  async postTile(
    @Req() request: Request,
    @Res() response: Response,
    @Param() address: { slug: string; connectionId: string },
    @Body() body: unknown,
  ): Promise<void> {
    await this.goOn(request, response, toTile(address, Asked.parse(body ?? {})));
  }

  private async goOn(request: Request, response: Response, address: OpenedAddress): Promise<void> {
    const { organisationName, url } = await this.openLink.run(address, request.ip);
    const connectionId = Id.safeParse(address.tile?.connectionId).data;
    await this.cookies.keep(response, OPENED_LINK, { slug: address.slug, connectionId });
    if (url === undefined) sendPage(response, 200, this.pages.openApplication({ organisationName }));
    else response.set('Cache-Control', 'no-store').redirect(303, url);
  }
}

const toTile = (
  { slug, connectionId }: { slug: string; connectionId: string },
  asked: Asked,
): OpenedAddress => ({
  slug,
  tile: { connectionId, issuer: asked.iss },
  applicationId: asked.application,
  request: asked,
});
