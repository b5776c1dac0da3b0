import { Email } from '@portico/contracts';
import { Body, Controller, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { type Interaction, Interactions } from '../interactions/interactions.client.js';
import { leave } from '../pages/leave.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage } from '../pages/send-page.js';
import { PACE_MS, refuseAfter } from '../throttle/pace.js';
import { EmailCookie } from './email-cookie.js';
import type { OrganisationChoice } from './password-choices.js';
import { ShowSignIn } from './show-sign-in.js';
import { SignInWithPassword } from './sign-in-with-password.js';
import { toMendable } from './mendable.rules.js';

const Credentials = z.object({ email: Email, password: z.string().min(1).max(1024) });
type Credentials = z.infer<typeof Credentials>;

/** The password of screen 1. */
@Controller('login/:uid')
@UseFilters(PageFilter)
export class PasswordScreenController {
  constructor(
    private readonly interactions: Interactions,
    private readonly pages: Pages,
    private readonly emailCookie: EmailCookie,
    private readonly showSignIn: ShowSignIn,
    private readonly signInWithPassword: SignInWithPassword,
  ) {}

  /** Signs in with a password; answers with a page that goes on, the organisations to choose from, or what was wrong. */
  @Post('password')
  async signIn(
    @Req() request: Request,
    @Res() response: Response,
    @Param('uid') uid: string,
    @Body({ schema: Credentials }) credentials: Credentials,
  ): Promise<void> {
    const interaction = await this.interactions.get(request, response, uid);
    const { email } = credentials;
    await this.emailCookie.keep(response, uid, email);
    try {
      const signedIn = await refuseAfter(
        PACE_MS.password,
        async () => await this.signInWithPassword.run(interaction, credentials, request.ip),
      );
      if (signedIn.outcome === 'signed_in') leave(this.pages, response, signedIn.url);
      else this.offerOrganisations(interaction, response, signedIn.choice);
    } catch (error) {
      await this.showSignIn.run(interaction, response, { email, error: toMendable(error) });
    }
  }

  private offerOrganisations(
    { uid, application }: Interaction,
    response: Response,
    { email, proven, organisations }: OrganisationChoice,
  ): void {
    const html = this.pages.chooseOrganisation({
      uid,
      applicationName: application.name,
      email,
      action: `/login/${uid}/password/organisation`,
      hidden: { proven },
      organisations,
    });
    sendPage(response, 200, html);
  }
}
