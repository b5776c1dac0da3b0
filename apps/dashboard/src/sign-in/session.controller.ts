import { Controller, Get, Inject, Req } from '@nestjs/common';
import type { Request } from 'express';
import { ENVIRONMENT, type Environment } from '../env.js';
import { readCookies, sessionCookieName } from './cookies.rules.js';
import { DescribeSession } from './describe-session.js';
import type { SessionDescription } from './session-description.rules.js';

@Controller('api/session')
export class SessionController {
  constructor(
    private readonly describe: DescribeSession,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Who is signed in. Refuses `token_invalid` where nobody is. */
  @Get()
  async get(@Req() request: Request): Promise<SessionDescription> {
    const name = sessionCookieName(this.environment.PORTICO_DASHBOARD_URL);
    return await this.describe.run(readCookies(request.headers.cookie).get(name));
  }
}
