import { AppError } from '@portico/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../env.js';

const TIMEOUT_MS = 5000;

/** The sessions of the signed-in user, at the broker. */
@Injectable()
export class OwnSessions {
  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  /** Ends all of them. Refuses `token_invalid` when the token's time is over, `try_again`. */
  async end(tenantId: string, accessToken: string): Promise<void> {
    const { status } = await this.request(
      `/v1/tenants/${encodeURIComponent(tenantId)}/own-sessions`,
      accessToken,
    );
    if (status === 401) throw new AppError('token_invalid');
    if (status !== 200) throw new AppError('try_again', { detail: `the broker answered ${status}` });
  }

  private async request(path: string, accessToken: string): Promise<Response> {
    try {
      return await fetch(`${this.environment.PORTICO_BROKER_URL}${path}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new AppError('try_again', { detail: 'the broker cannot be reached', cause: error });
    }
  }
}
