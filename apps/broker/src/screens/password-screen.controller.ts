import { type AppError, Email } from '@portico/contracts';
import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { type Interaction, Interactions } from '../interactions/interactions.client.js';
import { leave } from '../pages/leave.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage } from '../pages/send-page.js';
import { EmailCookie } from './email-cookie.js';
import { OffersSso } from './offers-sso.js';
import { SignInWithPassword } from './sign-in-with-password.js';
import { toMendable } from './mendable.rules.js';

const Credentials = z.object({ email: Email, password: z.string().min(1).max(1024) });

/** Screen 1. */
@Controller('login/:uid')
@UseFilters(PageFilter)
export class PasswordScreenController {
  constructor(
    private readonly interactions: Interactions,
    private readonly pages: Pages,
    private readonly emailCookie: EmailCookie,
    private readonly offersSso: OffersSso,
    private readonly signInWithPassword: SignInWithPassword,
  ) {}

  /** E-mail, password and the button for single sign-on. */
  @Get()
  async show(@Req() request: Request, @Res() response: Response, @Param('uid') uid: string): Promise<void> {
    const interaction = await this.interactions.get(request, response, uid);
    const email = (await this.emailCookie.read(request)) ?? interaction.loginHint;
    await this.render(interaction, response, { email });
  }

  /** Signs in with a password; answers with a page that goes on, or with screen 1 and what was wrong. */
  @Post('password')
  async signIn(
    @Req() request: Request,
    @Res() response: Response,
    @Param('uid') uid: string,
    @Body({ schema: Credentials }) credentials: z.infer<typeof Credentials>,
  ): Promise<void> {
    const interaction = await this.interactions.get(request, response, uid);
    const { email } = credentials;
    await this.emailCookie.keep(response, uid, email);
    try {
      leave(this.pages, response, await this.signInWithPassword.run(interaction, credentials));
    } catch (error) {
      await this.render(interaction, response, { email, error: toMendable(error) });
    }
  }

  private async render(
    { uid, application }: Interaction,
    response: Response,
    page: { email?: string; error?: AppError },
  ): Promise<void> {
    const offersSso = await this.offersSso.run(application);
    const html = this.pages.signIn({ uid, applicationName: application.name, offersSso, ...page });
    sendPage(response, page.error?.entry.status ?? 200, html);
  }
}
