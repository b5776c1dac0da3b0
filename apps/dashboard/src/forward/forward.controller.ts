import { Readable } from 'node:stream';
import { AppError } from '@portico/contracts';
import { All, Controller, Inject, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ENVIRONMENT, type Environment } from '../env.js';
import { readSessionCookies } from '../sign-in/cookies.rules.js';
import { SameOriginGuard } from '../sign-in/same-origin.guard.js';
import { FindTarget } from './find-target.js';
import { ForwardRequest } from './forward-request.js';
import { takesBody, toPageHeaders, toServiceHeaders } from './headers.rules.js';
import { sendOn } from './send-on.js';
import type { Target } from './targets.rules.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

@Controller('api')
@UseGuards(SameOriginGuard)
export class ForwardController {
  constructor(
    private readonly findTarget: FindTarget,
    private readonly forward: ForwardRequest,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /**
   * A request to a service's `/v1` API with the token of the session, both ways as a stream. Refuses `token_invalid`
   * where nobody is signed in, `cross_site_request`, `not_found` for what the pages do not need, `request_invalid` for
   * a body that is neither JSON nor lines of users, `try_again`.
   */
  @All(':service/*path')
  async all(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!METHODS.has(request.method)) throw new AppError('not_found', { detail: request.method });
    const target = this.findTarget.run(request.originalUrl);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const answer = await this.forward.run({
      target,
      cookies: readSessionCookies(request.headers.cookie, this.environment.PORTICO_DASHBOARD_URL),
      method: request.method,
      headers: toServiceHeaders(request.headers),
      body: bodyOf(request, target),
      gone: gone.signal,
    });
    response.status(answer.status).set(toPageHeaders(answer.headers, target.service));
    await sendOn(answer, { request, response, gone: gone.signal });
  }
}

/** JSON was read before (mount-forward.ts), up to its limit; lines are not read here at all. */
const bodyOf = (request: Request, { streams }: Target): Buffer | ReadableStream<Uint8Array> | undefined => {
  if (!hasBody(request)) return undefined;
  if (!takesBody(request.get('content-type'), streams))
    throw new AppError('request_invalid', { detail: 'a body of another type than is taken there' });
  const body: unknown = request.body;
  if (Buffer.isBuffer(body)) return body;
  return Readable.toWeb(request) as ReadableStream<Uint8Array>;
};

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
