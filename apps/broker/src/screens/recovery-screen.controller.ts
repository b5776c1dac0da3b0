import { AppError, Email } from '@portico/contracts';
import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { type Interaction, Interactions } from '../interactions/interactions.client.js';
import { leave } from '../pages/leave.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage, sendRefusal } from '../pages/send-page.js';
import { PACE_MS, refuseAfter } from '../throttle/pace.js';
import { EmailCookie } from './email-cookie.js';
import { toMendable } from './mendable.rules.js';
import { SignInByRecoveryCode } from './sign-in-by-recovery-code.js';

const Recovery = z.object({ email: Email, code: z.string().min(1).max(64) });
type Recovery = z.infer<typeof Recovery>;

/** Behind "Use a recovery code": an administrator's way in while single sign-on is enforced and does not work. */
@Controller('login/:uid/recovery')
@UseFilters(PageFilter)
export class RecoveryScreenController {
  constructor(
    private readonly interactions: Interactions,
    private readonly pages: Pages,
    private readonly emailCookie: EmailCookie,
    private readonly signIn: SignInByRecoveryCode,
  ) {}

  /** E-mail and code. Refuses `recovery_not_open` in an application where single sign-on cannot be mended. */
  @Get()
  async show(@Req() request: Request, @Res() response: Response, @Param('uid') uid: string): Promise<void> {
    const { loginHint } = await this.interactionOf(request, response, uid);
    const email = (await this.emailCookie.read(request)) ?? loginHint;
    sendPage(response, 200, this.pages.recovery({ uid, email }));
  }

  /** Signs in by a code, which is used up; answers with a page that goes on, or with what was wrong. */
  @Post()
  async recover(
    @Req() request: Request,
    @Res() response: Response,
    @Param('uid') uid: string,
    @Body({ schema: Recovery }) typed: Recovery,
  ): Promise<void> {
    const interaction = await this.interactionOf(request, response, uid);
    const { email } = typed;
    await this.emailCookie.keep(response, uid, email);
    try {
      const url = await refuseAfter(
        PACE_MS.password,
        async () => await this.signIn.run(interaction, typed, request.ip),
      );
      leave(this.pages, response, url);
    } catch (thrown) {
      const error = toMendable(thrown);
      sendRefusal(response, error, this.pages.recovery({ uid, email, error }));
    }
  }

  private async interactionOf(request: Request, response: Response, uid: string): Promise<Interaction> {
    const interaction = await this.interactions.get(request, response, uid);
    if (!interaction.application.mayMendSso)
      throw new AppError('recovery_not_open', { detail: 'the application may not mend single sign-on' });
    return interaction;
  }
}
