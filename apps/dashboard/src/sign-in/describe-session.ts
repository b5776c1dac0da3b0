import { AppError } from '@portico/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../env.js';
import { Tenants } from '../forward/tenants.client.js';
import { FindSession } from './find-session.js';
import { type SessionDescription, toDescription } from './session-description.rules.js';

/** Says who is signed in and what the deployment offers; refuses `token_invalid` where nobody is. */
@Injectable()
export class DescribeSession {
  constructor(
    private readonly find: FindSession,
    private readonly tenants: Tenants,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async run(cookie: string | undefined): Promise<SessionDescription> {
    const session = await this.find.run(cookie);
    if (!session) throw new AppError('token_invalid', { detail: 'no session' });
    const tenant = await this.tenants.find(session.user.tenantId, session.accessToken);
    return toDescription({ ...session, tenant: tenant ?? session.tenant }, this.environment);
  }
}
