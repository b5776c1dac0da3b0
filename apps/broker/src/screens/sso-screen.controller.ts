import { AppError, Email, Id } from '@portico/contracts';
import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { type Interaction, Interactions } from '../interactions/interactions.client.js';
import { leave } from '../pages/leave.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage, sendRefusal } from '../pages/send-page.js';
import { ChooseWayIn } from './choose-way-in.js';
import { EmailCookie } from './email-cookie.js';
import { toMendable } from './mendable.rules.js';
import { StartLogin } from './start-login.js';
import type { WayIn } from './ways.rules.js';

const SsoChoice = z.object({ email: Email, connectionId: Id.optional() });

/** Screen 2. */
@Controller('login/:uid/sso')
@UseFilters(PageFilter)
export class SsoScreenController {
  constructor(
    private readonly interactions: Interactions,
    private readonly pages: Pages,
    private readonly emailCookie: EmailCookie,
    private readonly chooseWayIn: ChooseWayIn,
    private readonly startLogin: StartLogin,
  ) {}

  /** The e-mail, which finds the company's identity provider. */
  @Get()
  async show(@Req() request: Request, @Res() response: Response, @Param('uid') uid: string): Promise<void> {
    const { application, loginHint } = await this.interactions.get(request, response, uid);
    const email = (await this.emailCookie.read(request)) ?? loginHint;
    sendPage(response, 200, this.pages.sso({ uid, applicationName: application.name, email }));
  }

  /** Goes to the identity provider; where there are several ways in, shows the chooser first. */
  @Post()
  async leaveForProvider(
    @Req() request: Request,
    @Res() response: Response,
    @Param('uid') uid: string,
    @Body({ schema: SsoChoice }) { email, connectionId }: z.infer<typeof SsoChoice>,
  ): Promise<void> {
    const interaction = await this.interactions.get(request, response, uid);
    await this.emailCookie.keep(response, uid, email);
    try {
      const [way, ...others] = await this.chooseWayIn.run(interaction, { email, connectionId }, request.ip);
      if (!way) throw new AppError('sso_not_found');
      if (others.length > 0) this.renderChooser(interaction, response, email, [way, ...others]);
      else await this.depart(interaction, response, way, email);
    } catch (thrown) {
      const error = toMendable(thrown);
      const page = { uid, applicationName: interaction.application.name, email, error };
      sendRefusal(response, error, this.pages.sso(page));
    }
  }

  private async depart(
    interaction: Interaction,
    response: Response,
    way: WayIn,
    email: string,
  ): Promise<void> {
    const { url, cookie } = await this.startLogin.run(interaction, way, email);
    response.cookie(cookie.name, cookie.value, cookie.options);
    leave(this.pages, response, url);
  }

  private renderChooser(
    { uid, application }: Interaction,
    response: Response,
    email: string,
    ways: WayIn[],
  ): void {
    const labels = ways.map(({ tenantName, connection }) => ({
      connectionId: connection.id,
      label: `${tenantName}: ${connection.name}`,
    }));
    const html = this.pages.chooseWay({ uid, applicationName: application.name, email, ways: labels });
    sendPage(response, 200, html);
  }
}
