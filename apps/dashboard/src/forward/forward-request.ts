import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { Apis, type ApiRequest } from './apis.client.js';
import type { SessionCookies } from '../sign-in/cookies.rules.js';
import { FindBearer } from './find-bearer.js';
import type { Target } from './targets.rules.js';

/** A request of a page, as it goes on to a service. */
export interface ForwardedRequest extends Omit<ApiRequest, 'url' | 'accessToken'> {
  target: Target;
  cookies: SessionCookies;
}

/** Asks a service on behalf of a session; the token never leaves the server. */
@Injectable()
export class ForwardRequest {
  constructor(
    private readonly findBearer: FindBearer,
    private readonly apis: Apis,
  ) {}

  /** The service's answer. Refuses `token_invalid` where nobody is signed in, `try_again`. */
  async run({ target, cookies, ...request }: ForwardedRequest): Promise<Response> {
    const { accessToken, discard } = await this.findBearer.run(cookies, target.path);
    const answer = await this.apis.ask({ ...request, url: target.url, accessToken });
    if (answer.status !== 401) return answer;
    await answer.body?.cancel();
    await discard();
    throw new AppError('token_invalid', { detail: `${target.path} takes the token no longer` });
  }
}
