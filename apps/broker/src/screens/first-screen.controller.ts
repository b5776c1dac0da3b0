import { Controller, Get, Param, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Interactions } from '../interactions/interactions.client.js';
import { PageFilter } from '../pages/page.filter.js';
import type { RememberedWay } from '../pages/pages.view.js';
import { EmailCookie } from './email-cookie.js';
import { FindRemembered, type Remembered } from './find-remembered.js';
import { ShowSignIn } from './show-sign-in.js';
import { SkipScreens } from './skip-screens.js';

/** Where every sign-in begins. */
@Controller('login/:uid')
@UseFilters(PageFilter)
export class FirstScreenController {
  constructor(
    private readonly interactions: Interactions,
    private readonly skipScreens: SkipScreens,
    private readonly emailCookie: EmailCookie,
    private readonly findRemembered: FindRemembered,
    private readonly showSignIn: ShowSignIn,
  ) {}

  /**
   * Screen 1: e-mail, password, the button for single sign-on, and the last way in of this browser. Goes on by itself
   * where the way in is known already. Refuses `preselection_invalid`.
   */
  @Get()
  async show(@Req() request: Request, @Res() response: Response, @Param('uid') uid: string): Promise<void> {
    const interaction = await this.interactions.get(request, response, uid);
    const onwards = await this.skipScreens.run(interaction, request, response);
    if (onwards !== undefined) {
      response.set('Cache-Control', 'no-store').redirect(303, onwards);
      return;
    }
    const email = (await this.emailCookie.read(request)) ?? interaction.loginHint;
    const remembered = toButton(await this.findRemembered.run(interaction, request));
    await this.showSignIn.run(interaction, response, { email, remembered });
  }
}

/** No button for what would be refused now. */
const toButton = (remembered: Remembered | undefined): RememberedWay | undefined =>
  remembered?.step.outcome === 'leave'
    ? { provider: remembered.step.way.connection.name, email: remembered.email }
    : undefined;
