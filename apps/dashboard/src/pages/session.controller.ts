import { Controller, Get, Inject, Req } from '@nestjs/common';
import type { Request } from 'express';
import { ENVIRONMENT, type Environment } from '../env.js';
import { readSessionCookies } from '../sign-in/cookies.rules.js';
import { DescribeSession } from './describe-session.js';
import type { SessionDescription } from './session-description.rules.js';

@Controller('api/session')
export class SessionController {
  constructor(
    private readonly describe: DescribeSession,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Who is signed in, which may be nobody. Refuses `try_again` while the broker cannot be asked. */
  @Get()
  async get(@Req() request: Request): Promise<SessionDescription> {
    return await this.describe.run(
      readSessionCookies(request.headers.cookie, this.environment.PORTICO_DASHBOARD_URL),
    );
  }
}
