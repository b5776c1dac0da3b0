import { Id, Provider, Reference } from '@portico/contracts';
import { openCookie, sealCookie } from '@portico/secrets';
import { Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import type { CookieOptions, Request } from 'express';
import { z } from 'zod';
import { Issuer } from '../issuer/issuer.js';
import { Keys } from '../keys/keys.js';
import { Wishes } from '../interactions/wishes.rules.js';
import { LOGIN_MINUTES } from './login.store.js';

const PURPOSE = 'login';

/** What a browser carries from the start of a federated login to its return; sealed, so it can neither read nor change it. */
export const LoginInFlight = z.object({
  loginId: Id,
  reference: Reference,
  tenantId: Id,
  connectionId: Id,
  provider: Provider,
  issuer: z.string(),
  clientId: z.string(),
  /** The values that the login began with. */
  revision: z.int().min(1),
  /** As it was sent: where the answer must arrive, and what the code is redeemed with. */
  redirectUri: z.url(),
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  interactionUid: z.string(),
  /** What the identity provider's answer must prove; the cookie of a login that an older replica started has none. */
  wishes: Wishes.default(() => Wishes.parse({})),
});
export type LoginInFlight = z.infer<typeof LoginInFlight>;

/** A cookie to set. */
export interface Cookie {
  name: string;
  value: string;
  options: CookieOptions;
}

/** The sealed cookie that binds a login to the browser that started it; parallel tabs have one each. */
@Injectable()
export class LoginCookies {
  constructor(
    private readonly issuer: Issuer,
    private readonly keys: Keys,
  ) {}

  async seal(login: LoginInFlight): Promise<Cookie> {
    return {
      name: this.nameOf(login.state),
      value: await sealCookie(this.keys.cookies, PURPOSE, login, LOGIN_MINUTES * 60),
      options: {
        httpOnly: true,
        sameSite: 'lax',
        secure: this.issuer.secure,
        path: new URL(login.redirectUri).pathname,
        maxAge: LOGIN_MINUTES * 60_000,
      },
    };
  }

  /** The login that this browser started with this state; undefined for any other browser. */
  async open(request: Request, state: string): Promise<LoginInFlight | undefined> {
    const value = parseCookie(request.get('cookie') ?? '')[this.nameOf(state)];
    return LoginInFlight.safeParse(await openCookie(this.keys.cookies, PURPOSE, value)).data;
  }

  private nameOf(state: string): string {
    return `${this.issuer.secure ? '__Secure-' : ''}portico_login_${state.slice(0, 8)}`;
  }
}
