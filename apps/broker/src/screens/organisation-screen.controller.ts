import { Id } from '@portico/contracts';
import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Interactions } from '../interactions/interactions.client.js';
import { PageFilter } from '../pages/page.filter.js';
import { FindLinkedTenant } from './find-linked-tenant.js';
import { type Choice, chooseNextStep } from './next-step.rules.js';
import { ShowNextStep } from './show-next-step.js';

const WayChoice = z.object({ connectionId: Id });
type WayChoice = z.infer<typeof WayChoice>;

/** An organisation's own link within a sign-in: no e-mail is asked for. */
@Controller('login/:uid/sso/:slug')
@UseFilters(PageFilter)
export class OrganisationScreenController {
  constructor(
    private readonly interactions: Interactions,
    private readonly findLinkedTenant: FindLinkedTenant,
    private readonly showNextStep: ShowNextStep,
  ) {}

  /** Goes to the organisation's identity provider; where there are several, asks first. Refuses `sso_not_found`. */
  @Get()
  async open(
    @Req() request: Request,
    @Res() response: Response,
    @Param() address: { uid: string; slug: string },
  ): Promise<void> {
    await this.goOn(request, response, address, {});
  }

  /** Goes to the identity provider that was chosen. */
  @Post()
  async choose(
    @Req() request: Request,
    @Res() response: Response,
    @Param() address: { uid: string; slug: string },
    @Body({ schema: WayChoice }) choice: WayChoice,
  ): Promise<void> {
    await this.goOn(request, response, address, choice);
  }

  private async goOn(
    request: Request,
    response: Response,
    { uid, slug }: { uid: string; slug: string },
    choice: Choice,
  ): Promise<void> {
    const interaction = await this.interactions.get(request, response, uid);
    const { application, loginHint: email } = interaction;
    const tenant = await this.findLinkedTenant.run(slug, application, request.ip);
    const step = chooseNextStep([tenant], application, choice);
    await this.showNextStep.run(interaction, response, step, { action: `/login/${uid}/sso/${slug}`, email });
  }
}
