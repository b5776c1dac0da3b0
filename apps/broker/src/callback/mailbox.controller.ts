import { AppError } from '@portico/contracts';
import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { LoginRefused } from '../logins/login-refused.js';
import { type MailboxProof, mailboxPath } from '../logins/mailbox-cookies.js';
import { leave } from '../pages/leave.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage, sendRefusal } from '../pages/send-page.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { FindMailboxProof } from './find-mailbox-proof.js';
import { FinishMailbox } from './finish-mailbox.js';
import { GiveUpMailbox } from './give-up-mailbox.js';

const Answer = z.object({ code: z.string().max(32).default('') });
type Answer = z.infer<typeof Answer>;

/** Asks for the code that was mailed where an identity provider has not verified the address. */
@Controller('login/:uid/mailbox/:loginId')
@UseFilters(PageFilter)
export class MailboxController {
  constructor(
    private readonly pages: Pages,
    private readonly limitAttempts: LimitAttempts,
    private readonly findMailboxProof: FindMailboxProof,
    private readonly finishMailbox: FinishMailbox,
    private readonly giveUpMailbox: GiveUpMailbox,
  ) {}

  /** The form for the code; the same whether or not there was anybody to mail one to. */
  @Get()
  async show(
    @Req() request: Request,
    @Res() response: Response,
    @Param('loginId') loginId: string,
  ): Promise<void> {
    const { proof, tenantName } = await this.findMailboxProof.run(request, loginId);
    sendPage(response, 200, this.pages.mailbox({ path: mailboxPath(proof), tenantName }));
  }

  /** Signs in with the right code; answers with a page that goes on, or with the form and what was wrong. */
  @Post()
  async prove(
    @Req() request: Request,
    @Res() response: Response,
    @Param('loginId') loginId: string,
    @Body({ schema: Answer }) { code }: Answer,
  ): Promise<void> {
    const { proof, tenantName } = await this.findMailboxProof.run(request, loginId);
    try {
      leave(this.pages, response, await this.finish(request, proof, code));
    } catch (error) {
      if (!isMendable(error)) throw error;
      sendRefusal(response, error, this.pages.mailbox({ path: mailboxPath(proof), tenantName, error }));
    }
  }

  /** Ends the login of whoever cannot get at the mailbox. */
  @Post('give-up')
  async giveUp(@Req() request: Request, @Param('loginId') loginId: string): Promise<never> {
    const { proof } = await this.findMailboxProof.run(request, loginId);
    throw await this.giveUpMailbox.run(proof);
  }

  private async finish(request: Request, proof: MailboxProof, code: string): Promise<string> {
    await this.limitAttempts.run(request.ip, 'mailbox_code');
    // Mail programs and people put blanks between the digits.
    return await this.finishMailbox.run(proof, code.replace(/\s/g, ''));
  }
}

const isMendable = (error: unknown): error is AppError =>
  error instanceof AppError &&
  !(error instanceof LoginRefused) &&
  ['mailbox_code_invalid', 'too_many_attempts', 'try_again'].includes(error.code);
