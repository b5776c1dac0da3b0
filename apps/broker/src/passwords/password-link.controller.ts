import { AppError } from '@portico/contracts';
import { logRefusal } from '@portico/service-kit';
import { Body, Controller, Get, Logger, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { WayBack } from '../interactions/way-back.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage, sendRefusal } from '../pages/send-page.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { FindLinkUser } from './find-link-user.js';
import { SetNewPassword } from './set-new-password.js';

const text = z.string().max(2048).default('').catch('');
const NewPassword = z.object({ token: text, password: z.string().default('') });
type NewPassword = z.infer<typeof NewPassword>;
const Link = z.object({ token: text });

/** Where a one-time link for a password leads. */
@Controller('password')
@UseFilters(PageFilter)
export class PasswordLinkController {
  private readonly logger = new Logger(PasswordLinkController.name);

  constructor(
    private readonly pages: Pages,
    private readonly wayBack: WayBack,
    private readonly limitAttempts: LimitAttempts,
    private readonly findLinkUser: FindLinkUser,
    private readonly setNewPassword: SetNewPassword,
  ) {}

  /** The new password's form. Uses nothing up: programs that read mail open links too. */
  @Get()
  async show(
    @Req() request: Request,
    @Res() response: Response,
    @Query({ schema: Link }) { token }: z.infer<typeof Link>,
  ): Promise<void> {
    await this.limitAttempts.run(request.ip, 'password_link');
    await this.orExplain(request, response, async () => await this.showForm(response, token));
  }

  /** Sets the new password; answers with a page that says where to go on, or with the form and what was wrong. */
  @Post()
  async set(
    @Req() request: Request,
    @Res() response: Response,
    @Body({ schema: NewPassword }) wanted: NewPassword,
  ): Promise<void> {
    await this.limitAttempts.run(request.ip, 'password_link');
    await this.orExplain(request, response, async () => {
      try {
        await this.setNewPassword.run(wanted);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'password_unfit') throw error;
        return await this.showForm(response, wanted.token, error);
      }
      sendPage(response, 200, this.pages.passwordSet({ uid: await this.wayBack.read(request) }));
    });
  }

  private async showForm(response: Response, token: string, error?: AppError): Promise<void> {
    const { user, tenantName } = await this.findLinkUser.run(token);
    const html = this.pages.newPassword({ token, email: user.email, tenantName, error });
    if (error) sendRefusal(response, error, html);
    else sendPage(response, 200, html);
  }

  /** A refusal leads back to the sign-in that the browser left; a link that counts no more has a page of its own. */
  private async orExplain(request: Request, response: Response, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      logRefusal(this.logger, error);
      const uid = await this.wayBack.read(request);
      const html =
        error.code === 'password_link_invalid'
          ? this.pages.passwordLinkInvalid({ uid, error })
          : this.pages.failure({ error, startAgain: uid && `/login/${uid}` });
      sendRefusal(response, error, html);
    }
  }
}
