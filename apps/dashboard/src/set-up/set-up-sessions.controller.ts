import { OpenSetUpLink } from '@portico/contracts';
import { Body, Controller, Delete, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ENVIRONMENT, type Environment } from '../env.js';
import { cookieOptions, readCookies, setUpCookieName } from '../sign-in/cookies.rules.js';
import { SameOriginGuard } from '../sign-in/same-origin.guard.js';
import { DiscardSetUpSession } from './discard-set-up-session.js';
import { OpenSetUpSession } from './open-set-up-session.js';

@Controller('api/set-up-sessions')
@UseGuards(SameOriginGuard)
export class SetUpSessionsController {
  private readonly url: string;
  private readonly name: string;

  constructor(
    private readonly open: OpenSetUpSession,
    private readonly discard: DiscardSetUpSession,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.url = environment.PORTICO_DASHBOARD_URL;
    this.name = setUpCookieName(this.url);
  }

  /**
   * Opens a set-up link, which counts once: at a press of a button, never by looking at the page. Refuses
   * `set_up_link_invalid`, `cross_site_request`, `try_again`.
   */
  @Post()
  @HttpCode(204)
  async post(
    @Body({ schema: OpenSetUpLink }) { token }: OpenSetUpLink,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const { sessionId, lifetimeSeconds } = await this.open.run(token);
    await this.discard.run(readCookies(request.headers.cookie).get(this.name));
    response.cookie(this.name, sessionId, cookieOptions(this.url, lifetimeSeconds));
  }

  /** Ends it in this browser: the work is done. The link stays opened. Refuses `cross_site_request`. */
  @Delete()
  @HttpCode(204)
  async delete(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    response.clearCookie(this.name, cookieOptions(this.url, 0));
    await this.discard.run(readCookies(request.headers.cookie).get(this.name));
  }
}
