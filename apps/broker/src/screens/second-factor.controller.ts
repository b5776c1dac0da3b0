import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { readPasskey } from '../factors/factor.rules.js';
import { Interactions } from '../interactions/interactions.client.js';
import { leave } from '../pages/leave.js';
import { PageFilter } from '../pages/page.filter.js';
import { Pages } from '../pages/pages.view.js';
import { GiveFactor, type GivenFactor } from './give-factor.js';
import { isTriedAgain, toMendable } from './mendable.rules.js';
import { ShowPasswordStep } from './show-password-step.js';
import { ShowSignIn } from './show-sign-in.js';

const Step = z.string().max(4096).default('');
const CodeForm = z.object({ step: Step, code: z.string().max(32).default('') });
type CodeForm = z.infer<typeof CodeForm>;
const PasskeyForm = z.object({
  step: Step,
  challengeId: z.string().max(64).default(''),
  answer: z.string().max(16_384).default(''),
});
type PasskeyForm = z.infer<typeof PasskeyForm>;

/** After a right password: the second factor, or the page that sets one up. */
@Controller('login/:uid/second-factor')
@UseFilters(PageFilter)
export class SecondFactorController {
  constructor(
    private readonly interactions: Interactions,
    private readonly pages: Pages,
    private readonly giveFactor: GiveFactor,
    private readonly showPasswordStep: ShowPasswordStep,
    private readonly showSignIn: ShowSignIn,
  ) {}

  /** A page that was the answer to a form has no address of its own: whoever comes back to it begins at screen 1. */
  @Get(['', 'passkey', 'set-up', 'set-up/passkey'])
  again(@Res() response: Response, @Param('uid') uid: string): void {
    response.set('Cache-Control', 'no-store').redirect(303, `/login/${encodeURIComponent(uid)}`);
  }

  /** A code of the person's app. Answers with a page that goes on, the same page, or screen 1 where the step is over. */
  @Post()
  async useCode(
    @Req() request: Request,
    @Res() response: Response,
    @Body({ schema: CodeForm }) { step, code }: CodeForm,
  ): Promise<void> {
    await this.take(request, response, { purpose: 'use', step, given: { kind: 'totp', code } });
  }

  /** What the person's passkey answered. */
  @Post('passkey')
  async usePasskey(
    @Req() request: Request,
    @Res() response: Response,
    @Body({ schema: PasskeyForm }) form: PasskeyForm,
  ): Promise<void> {
    await this.take(request, response, { purpose: 'use', step: form.step, given: readPasskey(form) });
  }

  /** The first code of an app that has just read the QR code. */
  @Post('set-up')
  async setUpCode(
    @Req() request: Request,
    @Res() response: Response,
    @Body({ schema: CodeForm }) { step, code }: CodeForm,
  ): Promise<void> {
    await this.take(request, response, { purpose: 'set_up', step, given: { kind: 'totp', code } });
  }

  /** A passkey that has just been made. */
  @Post('set-up/passkey')
  async setUpPasskey(
    @Req() request: Request,
    @Res() response: Response,
    @Body({ schema: PasskeyForm }) form: PasskeyForm,
  ): Promise<void> {
    await this.take(request, response, { purpose: 'set_up', step: form.step, given: readPasskey(form) });
  }

  private async take(request: Request, response: Response, factor: GivenFactor): Promise<void> {
    const interaction = await this.interactions.get(request, response, String(request.params['uid']));
    try {
      leave(this.pages, response, await this.giveFactor.run(interaction, factor));
    } catch (thrown) {
      try {
        if (!isTriedAgain(thrown)) throw thrown;
        await this.showPasswordStep.showFactor(interaction, response, { ...factor, error: thrown });
      } catch (error) {
        await this.showSignIn.run(interaction, response, { error: toMendable(error) });
      }
    }
  }
}
