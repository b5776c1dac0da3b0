import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { OPENED_LINK, type OpenedLink, SIGNED_OUT, skippedScreens } from '../browser/cookie-kinds.js';
import type { Interaction } from '../interactions/interactions.client.js';
import { Depart } from './depart.js';
import { FindHinted } from './find-hinted.js';
import { FindPreselected } from './find-preselected.js';
import type { NextStep } from './next-step.rules.js';

/**
 * Where a sign-in goes on without its screens, once: to the way in that the application has asked for, to the
 * organisation whose link was opened, or to the only way in of the address that the application hints at.
 * After a sign-out on this browser nothing goes on by itself: it would sign in again whom the identity provider still
 * knows. Undefined where the screens are to be shown. Refuses `preselection_invalid` and `too_many_attempts`.
 */
@Injectable()
export class SkipScreens {
  constructor(
    private readonly cookies: BrowserCookies,
    private readonly findPreselected: FindPreselected,
    private readonly findHinted: FindHinted,
    private readonly depart: Depart,
  ) {}

  async run(interaction: Interaction, request: Request, response: Response): Promise<string | undefined> {
    const skipped = skippedScreens(interaction.uid);
    if (await this.cookies.read(request, skipped)) return undefined;
    const link = await this.cookies.read(request, OPENED_LINK);
    if (await this.cookies.read(request, SIGNED_OUT)) return await this.pause(interaction, response, link);
    // Before anything can refuse: "Start again" leads to the screens, and not round in a circle.
    await this.cookies.keep(response, skipped, true);
    const preselected = await this.findPreselected.run(interaction, request.ip);
    if (preselected) return await this.goTo(interaction, response, preselected);
    if (link) return await this.followLink(interaction, request, response, link);
    const hinted = await this.findHinted.run(interaction, request.ip);
    return hinted && (await this.goTo(interaction, response, hinted));
  }

  private async pause(
    { uid, preselection: { identityProvider, idpIdentifier } }: Interaction,
    response: Response,
    link: object | undefined,
  ): Promise<string | undefined> {
    if (link ?? identityProvider ?? idpIdentifier) return `/login/${uid}/again`;
    this.cookies.forget(response, SIGNED_OUT);
    await this.cookies.keep(response, skippedScreens(uid), true);
    return undefined;
  }

  private async followLink(
    interaction: Interaction,
    request: Request,
    response: Response,
    { slug, connectionId: identityProvider }: OpenedLink,
  ): Promise<string | undefined> {
    this.cookies.forget(response, OPENED_LINK);
    if (identityProvider === undefined) return `/login/${interaction.uid}/sso/${slug}`;
    const wanted = { ...interaction, preselection: { identityProvider } };
    const step = await this.findPreselected.run(wanted, request.ip);
    return step ? await this.goTo(interaction, response, step) : undefined;
  }

  private async goTo(
    interaction: Interaction,
    response: Response,
    step: NextStep,
  ): Promise<string | undefined> {
    if (step.outcome === 'refused') throw new AppError(step.code);
    if (step.outcome === 'leave')
      return await this.depart.run(interaction, response, step.way, interaction.loginHint);
    const slug = step.outcome === 'choose_way' ? step.ways[0]?.tenantSlug : undefined;
    return slug && `/login/${interaction.uid}/sso/${slug}`;
  }
}
