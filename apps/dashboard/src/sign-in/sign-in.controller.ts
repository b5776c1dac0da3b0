import { AppError } from '@portico/contracts';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ENVIRONMENT, type Environment } from '../env.js';
import type { SignInWish } from './broker.client.js';
import {
  cookieOptions,
  listStaleCookies,
  PENDING_SECONDS,
  pendingCookieName,
  readCookies,
  sessionCookieName,
} from './cookies.rules.js';
import { DiscardSession } from './discard-session.js';
import { FinishSignIn } from './finish-sign-in.js';
import { readReturnPath, readTarget } from './return-path.rules.js';
import { SESSION_SECONDS } from './session.rules.js';
import { StartSignIn } from './start-sign-in.js';

/** The longest e-mail address (RFC 5321 §4.5.3.1). */
const MOST_HINT_CHARACTERS = 254;

@Controller('sign-in')
export class SignInController {
  private readonly url: string;
  private readonly issuer: string;

  constructor(
    private readonly start: StartSignIn,
    private readonly finish: FinishSignIn,
    private readonly discard: DiscardSession,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.url = environment.PORTICO_DASHBOARD_URL;
    this.issuer = environment.PORTICO_PUBLIC_URL;
  }

  /**
   * Off to the broker: `return` is the page to come back to. Others begin sign-ins here too (OpenID Connect Core §4):
   * with `iss`, `login_hint` and `target_link_uri`. Refuses `start_link_invalid` for the issuer of somebody else,
   * `try_again` when the broker cannot be reached.
   */
  @Get()
  async get(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { address, cookie } = await this.start.run(this.readWish(request.query));
    for (const name of listStaleCookies(this.url, readCookies(request.headers.cookie)))
      response.clearCookie(name, cookieOptions(this.url, 0));
    response.cookie(cookie.name, cookie.value, cookieOptions(this.url, PENDING_SECONDS));
    response.redirect(303, address);
  }

  /**
   * Back from the broker, with a code or an error. Refuses `login_of_another_browser` without the cookie of this
   * sign-in, `sign_in_refused`, `login_expired`, `try_again`.
   */
  @Get('callback')
  async callback(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { state } = request.query;
    const cookies = readCookies(request.headers.cookie);
    const name = pendingCookieName(this.url, typeof state === 'string' ? state : '');
    const query = new URL(request.originalUrl, this.url).search;
    // Whatever comes of it, this sign-in is over.
    response.clearCookie(name, cookieOptions(this.url, 0));
    const { sessionId, returnPath } = await this.finish.run({
      query,
      cookie: { name, value: cookies.get(name) },
    });
    const sessionName = sessionCookieName(this.url);
    await this.discard.run(cookies.get(sessionName));
    response.cookie(sessionName, sessionId, cookieOptions(this.url, SESSION_SECONDS));
    response.redirect(303, returnPath);
  }

  private readWish(query: Request['query']): SignInWish {
    if (query['iss'] !== undefined && query['iss'] !== this.issuer)
      throw new AppError('start_link_invalid', { detail: 'the iss of another provider' });
    const hint = query['login_hint'];
    const target = query['target_link_uri'];
    return {
      returnPath:
        target === undefined ? readReturnPath(query['return'], this.url) : readTarget(target, this.url),
      loginHint: typeof hint === 'string' && hint !== '' ? hint.slice(0, MOST_HINT_CHARACTERS) : undefined,
    };
  }
}
