import type { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { Interaction } from '../interactions/interactions.client.js';
import { Pages, type RememberedWay } from '../pages/pages.view.js';
import { sendPage, sendRefusal } from '../pages/send-page.js';
import { OffersSso } from './offers-sso.js';

/** Sends screen 1, with what was wrong where something was. */
@Injectable()
export class ShowSignIn {
  constructor(
    private readonly pages: Pages,
    private readonly offersSso: OffersSso,
  ) {}

  async run(
    { uid, application }: Interaction,
    response: Response,
    page: { email?: string; error?: AppError; remembered?: RememberedWay; setsUp?: boolean },
  ): Promise<void> {
    const offersSso = await this.offersSso.run(application);
    const offersRecovery = application.mayMendSso === true && page.error?.code === 'sso_required';
    const applicationName = application.name;
    const html = this.pages.signIn({ uid, applicationName, offersSso, offersRecovery, ...page });
    if (page.error) sendRefusal(response, page.error, html);
    else sendPage(response, 200, html);
  }
}
