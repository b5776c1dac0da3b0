import { AppError } from '@portico/contracts';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../env.js';
import { KnownTenant } from '../sign-in/session.rules.js';

const TIMEOUT_MS = 3000;

/** The tenants' API, asked with the user's own token: it decides what the user may see. */
@Injectable()
export class Tenants {
  private readonly logger = new Logger(Tenants.name);

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  /** One tenant, or null where the API cannot answer now. Refuses `token_invalid` when the token's time is over. */
  async find(tenantId: string, accessToken: string): Promise<KnownTenant | null> {
    const response = await this.request(`/v1/tenants/${encodeURIComponent(tenantId)}`, accessToken);
    if (response?.status === 401) throw new AppError('token_invalid');
    if (!response?.ok) return null;
    const tenant = KnownTenant.safeParse(await response.json().catch(() => undefined));
    return tenant.data ?? null;
  }

  private async request(path: string, accessToken: string): Promise<Response | null> {
    try {
      const response = await fetch(`${this.environment.PORTICO_SSO_CONFIG_URL}${path}`, {
        headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok)
        this.logger.warn({ status: response.status, path }, 'the API did not answer as asked');
      return response;
    } catch (error) {
      this.logger.error({ err: error, path }, 'the API cannot be reached');
      return null;
    }
  }
}
