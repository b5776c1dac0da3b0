import { AppError, isCode, Problem, SetUpSession } from '@portico/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../env.js';

const TIMEOUT_MS = 5000;

/** sso-config's one door without a bearer token. */
@Injectable()
export class SetUpLinks {
  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  /** Exchanges the secret of a link, which counts once. Refuses `set_up_link_invalid`, `request_invalid`, `try_again`. */
  async open(token: string): Promise<SetUpSession> {
    const answer = await this.post({ token });
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok) return SetUpSession.parse(body);
    const code = Problem.safeParse(body).data?.code;
    throw new AppError(isCode(code) ? code : 'try_again', { detail: `sso-config answered ${answer.status}` });
  }

  private async post(body: object): Promise<Response> {
    try {
      return await fetch(`${this.environment.PORTICO_SSO_CONFIG_URL}/v1/set-up-links/openings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new AppError('try_again', { detail: 'sso-config cannot be reached', cause: error });
    }
  }
}
