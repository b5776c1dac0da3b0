import { Email } from '@portico/contracts';
import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Interactions } from '../interactions/interactions.client.js';
import { WayBack } from '../interactions/way-back.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage } from '../pages/send-page.js';
import { answerAfter, PACE_MS } from '../throttle/pace.js';
import { EmailCookie } from './email-cookie.js';
import { RequestPasswordLinks } from './request-password-links.js';

const Forgotten = z.object({ email: Email });
type Forgotten = z.infer<typeof Forgotten>;

/** Behind "Forgot password?". */
@Controller('login/:uid/forgotten')
@UseFilters(PageFilter)
export class ForgottenPasswordController {
  constructor(
    private readonly interactions: Interactions,
    private readonly pages: Pages,
    private readonly emailCookie: EmailCookie,
    private readonly wayBack: WayBack,
    private readonly requestPasswordLinks: RequestPasswordLinks,
  ) {}

  /** The e-mail that a one-time link is to be sent to. */
  @Get()
  async show(@Req() request: Request, @Res() response: Response, @Param('uid') uid: string): Promise<void> {
    const { loginHint } = await this.interactions.get(request, response, uid);
    const email = (await this.emailCookie.read(request)) ?? loginHint;
    sendPage(response, 200, this.pages.forgottenPassword({ uid, email }));
  }

  /** Has the link mailed where there is somebody to mail it to; one page for all, which does not say whether. */
  @Post()
  async send(
    @Req() request: Request,
    @Res() response: Response,
    @Param('uid') uid: string,
    @Body({ schema: Forgotten }) { email }: Forgotten,
  ): Promise<void> {
    const interaction = await this.interactions.get(request, response, uid);
    await this.emailCookie.keep(response, uid, email);
    await this.wayBack.keep(response, uid);
    await answerAfter(
      PACE_MS.forgotten,
      async () => await this.requestPasswordLinks.run(interaction, email, request.ip),
    );
    sendPage(response, 200, this.pages.forgottenPasswordAnswered({ uid, email }));
  }
}
