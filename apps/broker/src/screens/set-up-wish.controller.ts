import { Controller, Get, Param, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Interactions } from '../interactions/interactions.client.js';
import { PageFilter } from '../pages/page.filter.js';
import { EmailCookie } from './email-cookie.js';
import { ShowSignIn } from './show-sign-in.js';

/** Where somebody begins who wants a second factor although none is demanded. */
@Controller('login/:uid/set-up')
@UseFilters(PageFilter)
export class SetUpWishController {
  constructor(
    private readonly interactions: Interactions,
    private readonly emailCookie: EmailCookie,
    private readonly showSignIn: ShowSignIn,
  ) {}

  /** Screen 1 once more; after the password comes the page that sets a second factor up. */
  @Get()
  async show(@Req() request: Request, @Res() response: Response, @Param('uid') uid: string): Promise<void> {
    const interaction = await this.interactions.get(request, response, uid);
    const email = (await this.emailCookie.read(request)) ?? interaction.loginHint;
    await this.showSignIn.run(interaction, response, { email, setsUp: true });
  }
}
