import { Controller, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { REMEMBERED_CHOICE } from '../browser/cookie-kinds.js';
import { Interactions } from '../interactions/interactions.client.js';
import { PageFilter } from '../pages/page.filter.js';
import { EmailCookie } from './email-cookie.js';
import { FindRemembered } from './find-remembered.js';
import { ShowNextStep } from './show-next-step.js';

/** The buttons of screen 1 about the last single sign-on of this browser. */
@Controller('login/:uid/remembered')
@UseFilters(PageFilter)
export class RememberedController {
  constructor(
    private readonly interactions: Interactions,
    private readonly cookies: BrowserCookies,
    private readonly emailCookie: EmailCookie,
    private readonly findRemembered: FindRemembered,
    private readonly showNextStep: ShowNextStep,
  ) {}

  /** Goes to the same identity provider again; to screen 1 where nothing is remembered any more. */
  @Post()
  async goOn(@Req() request: Request, @Res() response: Response, @Param('uid') uid: string): Promise<void> {
    const interaction = await this.interactions.get(request, response, uid);
    const remembered = await this.findRemembered.run(interaction, request);
    if (!remembered) {
      response.redirect(303, `/login/${uid}`);
      return;
    }
    const { step, email } = remembered;
    await this.showNextStep.run(interaction, response, step, { action: `/login/${uid}/sso`, email });
  }

  /** "Not you?": forgets it, and shows screen 1. */
  @Post('forget')
  async forget(@Req() request: Request, @Res() response: Response, @Param('uid') uid: string): Promise<void> {
    await this.interactions.get(request, response, uid);
    this.cookies.forget(response, REMEMBERED_CHOICE);
    this.emailCookie.forget(response, uid);
    response.redirect(303, `/login/${uid}`);
  }
}
