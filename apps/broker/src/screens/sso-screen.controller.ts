import { Email, Id } from '@portico/contracts';
import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Interactions } from '../interactions/interactions.client.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage, sendRefusal } from '../pages/send-page.js';
import { ChooseWayIn } from './choose-way-in.js';
import { EmailCookie } from './email-cookie.js';
import { toMendable } from './mendable.rules.js';
import { ShowNextStep } from './show-next-step.js';

const SsoChoice = z.object({ email: Email, organisation: Id.optional(), connectionId: Id.optional() });
type SsoChoice = z.infer<typeof SsoChoice>;

/** Screen 2. */
@Controller('login/:uid/sso')
@UseFilters(PageFilter)
export class SsoScreenController {
  constructor(
    private readonly interactions: Interactions,
    private readonly pages: Pages,
    private readonly emailCookie: EmailCookie,
    private readonly chooseWayIn: ChooseWayIn,
    private readonly showNextStep: ShowNextStep,
  ) {}

  /** The e-mail, which finds the company's identity provider. */
  @Get()
  async show(@Req() request: Request, @Res() response: Response, @Param('uid') uid: string): Promise<void> {
    const { application, loginHint } = await this.interactions.get(request, response, uid);
    const email = (await this.emailCookie.read(request)) ?? loginHint;
    sendPage(response, 200, this.pages.sso({ uid, applicationName: application.name, email }));
  }

  /** Goes to the identity provider; where there are several organisations or ways in, asks first. */
  @Post()
  async goOn(
    @Req() request: Request,
    @Res() response: Response,
    @Param('uid') uid: string,
    @Body({ schema: SsoChoice }) { email, ...choice }: SsoChoice,
  ): Promise<void> {
    const interaction = await this.interactions.get(request, response, uid);
    await this.emailCookie.keep(response, uid, email);
    try {
      const step = await this.chooseWayIn.run(interaction, { email, ...choice }, request.ip);
      const form = { action: `/login/${uid}/sso`, email, organisation: choice.organisation };
      await this.showNextStep.run(interaction, response, step, form);
    } catch (thrown) {
      const error = toMendable(thrown);
      const page = { uid, applicationName: interaction.application.name, email, error };
      sendRefusal(response, error, this.pages.sso(page));
    }
  }
}
