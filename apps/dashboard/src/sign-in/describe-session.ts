import { AppError } from '@portico/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../env.js';
import { Tenants } from '../forward/tenants.client.js';
import { DiscardSession } from './discard-session.js';
import { type SessionDescription, toDescription } from './session-description.rules.js';
import { UseSession } from './use-session.js';

/** Says who is signed in and what the deployment offers; refuses `token_invalid` where nobody is. */
@Injectable()
export class DescribeSession {
  constructor(
    private readonly use: UseSession,
    private readonly discard: DiscardSession,
    private readonly tenants: Tenants,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async run(cookie: string | undefined): Promise<SessionDescription> {
    try {
      const session = await this.use.run(cookie);
      const tenant = await this.tenants.find(session.user.tenantId, session.accessToken);
      return toDescription({ ...session, tenant: tenant ?? session.tenant }, this.environment);
    } catch (error) {
      if (error instanceof AppError && error.code === 'token_invalid') await this.discard.run(cookie);
      throw error;
    }
  }
}
