import { Id } from '@portico/contracts';
import { Body, Controller, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { type Interaction, Interactions } from '../interactions/interactions.client.js';
import { PageFilter } from '../pages/page.filter.js';
import { FinishPasswordChoice } from './finish-password-choice.js';
import { toMendable } from './mendable.rules.js';
import type { WentOn } from './go-on-with-password.js';
import { PasswordChoices } from './password-choices.js';
import { ShowPasswordStep } from './show-password-step.js';
import { ShowSignIn } from './show-sign-in.js';

const Choice = z.object({ proven: z.string().max(4096).default(''), organisation: Id });
type Choice = z.infer<typeof Choice>;

/** After screen 1, where a password is right in several organisations. */
@Controller('login/:uid/password/organisation')
@UseFilters(PageFilter)
export class PasswordOrganisationController {
  constructor(
    private readonly interactions: Interactions,
    private readonly passwordChoices: PasswordChoices,
    private readonly finishPasswordChoice: FinishPasswordChoice,
    private readonly showPasswordStep: ShowPasswordStep,
    private readonly showSignIn: ShowSignIn,
  ) {}

  /** Signs in to the chosen one; answers with a page that goes on, or with screen 1 and what was wrong. */
  @Post()
  async choose(
    @Req() request: Request,
    @Res() response: Response,
    @Param('uid') uid: string,
    @Body({ schema: Choice }) choice: Choice,
  ): Promise<void> {
    const interaction = await this.interactions.get(request, response, uid);
    try {
      await this.showPasswordStep.run(interaction, response, await this.finish(interaction, choice));
    } catch (error) {
      await this.showSignIn.run(interaction, response, { error: toMendable(error) });
    }
  }

  private async finish(interaction: Interaction, { proven, organisation }: Choice): Promise<WentOn> {
    const chosen = await this.passwordChoices.read(interaction.uid, proven, organisation);
    return await this.finishPasswordChoice.run(interaction, chosen);
  }
}
