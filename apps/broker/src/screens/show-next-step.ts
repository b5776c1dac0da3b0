import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { Interaction } from '../interactions/interactions.client.js';
import { leave } from '../pages/leave.js';
import { Pages } from '../pages/pages.view.js';
import { sendPage } from '../pages/send-page.js';
import { Depart } from './depart.js';
import type { NextStep } from './next-step.rules.js';
import type { WayIn } from './ways.rules.js';

/** The form that asked, or will ask: where it is posted to and what it carries along. */
export interface AskingForm {
  action: string;
  email?: string;
  organisation?: string;
}

/** Answers a form with the next step: leaves for the identity provider, or asks what there is to choose. */
@Injectable()
export class ShowNextStep {
  constructor(
    private readonly pages: Pages,
    private readonly depart: Depart,
  ) {}

  /** Refuses with the step's code. */
  async run(interaction: Interaction, response: Response, step: NextStep, form: AskingForm): Promise<void> {
    switch (step.outcome) {
      case 'refused':
        throw new AppError(step.code);
      case 'leave':
        leave(this.pages, response, await this.depart.run(interaction, response, step.way, form.email));
        return;
      case 'choose_organisation':
        this.askOrganisation(interaction, response, step.organisations, form);
        return;
      case 'choose_way':
        this.askWay(interaction, response, step.ways, form);
    }
  }

  private askOrganisation(
    { uid, application }: Interaction,
    response: Response,
    organisations: { tenantId: string; name: string }[],
    { action, email = '' }: AskingForm,
  ): void {
    const html = this.pages.chooseOrganisation({
      uid,
      applicationName: application.name,
      email,
      action,
      hidden: { email },
      organisations: organisations.map(({ tenantId, name }) => ({ value: tenantId, name })),
    });
    sendPage(response, 200, html);
  }

  private askWay(
    { uid, application }: Interaction,
    response: Response,
    ways: WayIn[],
    { action, email, organisation }: AskingForm,
  ): void {
    const html = this.pages.chooseWay({
      uid,
      applicationName: application.name,
      organisationName: ways[0]?.tenantName ?? '',
      email,
      action,
      hidden: { ...(email && { email }), ...(organisation && { organisation }) },
      ways: ways.map(({ connection }) => ({ connectionId: connection.id, label: connection.name })),
    });
    sendPage(response, 200, html);
  }
}
