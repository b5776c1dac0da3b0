import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { SIGNED_OUT } from '../browser/cookie-kinds.js';
import { Interactions } from '../interactions/interactions.client.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage } from '../pages/send-page.js';

/** Somebody has signed out here before, and the way in is known already: it is gone only when they say so. */
@Controller('login/:uid/again')
@UseFilters(PageFilter)
export class AgainScreenController {
  constructor(
    private readonly interactions: Interactions,
    private readonly cookies: BrowserCookies,
    private readonly pages: Pages,
  ) {}

  /** Asks whether to go on. */
  @Get()
  async show(@Req() request: Request, @Res() response: Response, @Param('uid') uid: string): Promise<void> {
    const { application } = await this.interactions.get(request, response, uid);
    sendPage(response, 200, this.pages.again({ uid, applicationName: application.name }));
  }

  /** Goes on as it would have without the sign-out. */
  @Post()
  async goOn(@Req() request: Request, @Res() response: Response, @Param('uid') uid: string): Promise<void> {
    await this.interactions.get(request, response, uid);
    this.cookies.forget(response, SIGNED_OUT);
    response.redirect(303, `/login/${uid}`);
  }
}
