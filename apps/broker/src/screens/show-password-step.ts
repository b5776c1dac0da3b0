import type { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { StepPurpose } from '../factors/factor-steps.js';
import { PrepareFactor } from '../factors/prepare-factor.js';
import { PrepareSetUp } from '../factors/prepare-set-up.js';
import type { Interaction } from '../interactions/interactions.client.js';
import { leave } from '../pages/leave.js';
import { Pages } from '../pages/pages.view.js';
import { allowOwnScript, sendPage, sendRefusal } from '../pages/send-page.js';
import type { OrganisationChoice } from './password-choices.js';
import type { SignedIn } from './sign-in-with-password.js';

/** A step of a second factor, and what was wrong where something was. */
interface ShownStep {
  purpose: StepPurpose;
  step: string;
  error?: AppError;
}

/** Sends what follows a right password: on to the application, a second factor, or the organisations to choose from. */
@Injectable()
export class ShowPasswordStep {
  constructor(
    private readonly pages: Pages,
    private readonly prepareFactor: PrepareFactor,
    private readonly prepareSetUp: PrepareSetUp,
  ) {}

  async run(interaction: Interaction, response: Response, signedIn: SignedIn): Promise<void> {
    if (signedIn.outcome === 'signed_in') leave(this.pages, response, signedIn.url);
    else if (signedIn.outcome === 'factor') await this.showFactor(interaction, response, signedIn);
    else this.offerOrganisations(interaction, response, signedIn.choice);
  }

  async showFactor(
    { uid }: Interaction,
    response: Response,
    { purpose, step, error }: ShownStep,
  ): Promise<void> {
    const html =
      purpose === 'use'
        ? this.pages.secondFactor({ ...(await this.prepareFactor.run(uid, step)), error })
        : this.pages.setUpFactor({ ...(await this.prepareSetUp.run(uid, step)), error });
    allowOwnScript(response);
    if (error) sendRefusal(response, error, html);
    else sendPage(response, 200, html);
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
