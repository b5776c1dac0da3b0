import { Email } from '@portico/contracts';
import { Body, Controller, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Interactions } from '../interactions/interactions.client.js';
import { PageFilter } from '../pages/page.filter.js';
import { PACE_MS, refuseAfter } from '../throttle/pace.js';
import { EmailCookie } from './email-cookie.js';
import { ShowPasswordStep } from './show-password-step.js';
import { ShowSignIn } from './show-sign-in.js';
import { SignInWithPassword } from './sign-in-with-password.js';
import { toMendable } from './mendable.rules.js';

const Credentials = z.object({
  email: Email,
  password: z.string().min(1).max(1024),
  setsUp: z
    .literal('yes')
    .optional()
    .transform((wish) => wish === 'yes'),
});
type Credentials = z.infer<typeof Credentials>;

/** The password of screen 1. */
@Controller('login/:uid')
@UseFilters(PageFilter)
export class PasswordScreenController {
  constructor(
    private readonly interactions: Interactions,
    private readonly emailCookie: EmailCookie,
    private readonly showSignIn: ShowSignIn,
    private readonly signInWithPassword: SignInWithPassword,
    private readonly showPasswordStep: ShowPasswordStep,
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
    const { email, setsUp } = credentials;
    await this.emailCookie.keep(response, uid, email);
    try {
      const signedIn = await refuseAfter(
        PACE_MS.password,
        async () => await this.signInWithPassword.run(interaction, credentials, request.ip),
      );
      await this.showPasswordStep.run(interaction, response, signedIn);
    } catch (error) {
      await this.showSignIn.run(interaction, response, { email, setsUp, error: toMendable(error) });
    }
  }
}
