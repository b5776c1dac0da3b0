import { setTimeout as sleep } from 'node:timers/promises';
import { API_AUDIENCE, AppError } from '@portico/contracts';
import { Inject, Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { ENVIRONMENT, type Environment } from '../env.js';
import { toRefusal } from './broker-errors.rules.js';
import { type IssuedTokens, toSignedInUser } from './session.rules.js';

/** What must come back from the broker unchanged; the browser carries it sealed. */
export const PendingSignIn = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** The page to come back to. */
  returnPath: z.string().default('/'),
});
export type PendingSignIn = z.infer<typeof PendingSignIn>;

/** What a sign-in begins with. */
export interface SignInWish {
  returnPath: string;
  /** Who is likely to sign in; no more than a hint. */
  loginHint: string | undefined;
}

const TIMEOUT_SECONDS = 5;
const DISCOVERY_PAUSES_MS = [200, 600, 1200];
const SCOPE = [
  ...['openid', 'profile', 'email'],
  ...['tenants:read', 'sso:read', 'sso:write', 'sso:mend', 'sso:support'],
  ...['users:read', 'users:write', 'sessions:read', 'sessions:write'],
].join(' ');

/** Portico's OpenID Provider, which the dashboard uses like any application: code and PKCE, as a confidential client. */
@Injectable()
export class Broker {
  private found?: Promise<oidc.Configuration>;

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  /** Where a sign-in begins, and what must come back from it. */
  async begin({ returnPath, loginHint }: SignInWish): Promise<{ address: string; pending: PendingSignIn }> {
    const pending = {
      returnPath,
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const address = oidc.buildAuthorizationUrl(await this.discover(), {
      redirect_uri: this.callback(''),
      scope: SCOPE,
      resource: API_AUDIENCE,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
      ...(loginHint !== undefined && { login_hint: loginHint }),
    });
    return { address: address.href, pending };
  }

  /** Turns the query of the callback into a user with tokens. Refuses what the broker or openid-client refuses. */
  async finish(query: string, { state, nonce, verifier }: PendingSignIn): Promise<IssuedTokens> {
    const configuration = await this.discover();
    try {
      const tokens = await oidc.authorizationCodeGrant(
        configuration,
        new URL(this.callback(query)),
        { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
        { resource: API_AUDIENCE },
      );
      return toIssuedTokens(tokens);
    } catch (error) {
      throw toRefusal(error);
    }
  }

  /** Finds the broker, so that a refresh, which holds a row, does not have to. */
  async prepare(): Promise<void> {
    await this.discover();
  }

  /** The next tokens for a refresh token, which is used up. Refuses `login_expired` where the broker gives none. */
  async refresh(session: IssuedTokens & { refreshToken: string }): Promise<IssuedTokens> {
    const configuration = await this.discover();
    try {
      const resource = { resource: API_AUDIENCE };
      const tokens = await oidc.refreshTokenGrant(configuration, session.refreshToken, resource);
      return toRefreshedTokens(session, tokens);
    } catch (error) {
      throw error instanceof AppError ? error : toRefusal(error);
    }
  }

  /** Where the browser ends its session at the broker (OpenID Connect RP-Initiated Logout 1.0 §2). */
  async signOutAddress(idToken: string): Promise<string> {
    const address = oidc.buildEndSessionUrl(await this.discover(), {
      id_token_hint: idToken,
      post_logout_redirect_uri: `${this.environment.PORTICO_DASHBOARD_URL}/`,
    });
    return address.href;
  }

  // From configuration, never from the Host header of a request.
  private callback(query: string): string {
    return `${this.environment.PORTICO_DASHBOARD_URL}/sign-in/callback${query}`;
  }

  /** Asked at the first sign-in, and again after a failure: the broker may start later than the dashboard. */
  private async discover(): Promise<oidc.Configuration> {
    this.found ??= this.tryToDiscover();
    try {
      return await this.found;
    } catch (error) {
      this.found = undefined;
      throw toRefusal(error);
    }
  }

  private async tryToDiscover(): Promise<oidc.Configuration> {
    for (const pause of DISCOVERY_PAUSES_MS) {
      try {
        return await this.discoverOnce();
      } catch {
        await sleep(pause);
      }
    }
    return await this.discoverOnce();
  }

  private async discoverOnce(): Promise<oidc.Configuration> {
    const { PORTICO_PUBLIC_URL: issuer, PORTICO_CLIENT_ID, PORTICO_CLIENT_SECRET } = this.environment;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- an http issuer is on loopback: see env.ts
    const insecure = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
    return await oidc.discovery(
      new URL(issuer),
      PORTICO_CLIENT_ID,
      { id_token_signed_response_alg: 'ES256' },
      oidc.ClientSecretBasic(PORTICO_CLIENT_SECRET),
      // By default openid-client trusts the connection instead of the signature.
      { execute: [oidc.enableNonRepudiationChecks, ...insecure], timeout: TIMEOUT_SECONDS },
    );
  }
}

type Answer = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

const toIssuedTokens = (tokens: Answer): IssuedTokens => {
  const expiresIn = tokens.expiresIn();
  return {
    ...toSignedInUser(tokens.claims() ?? {}),
    accessToken: tokens.access_token,
    accessTokenEndsAt: expiresIn === undefined ? null : Date.now() + expiresIn * 1000,
    refreshToken: tokens.refresh_token ?? null,
    idToken: tokens.id_token ?? '',
  };
};

/** A refresh says who the user is now, and is about the user of before (OpenID Connect Core §12.2). */
const toRefreshedTokens = (before: IssuedTokens, tokens: Answer): IssuedTokens => {
  const now = toIssuedTokens(tokens);
  const isSame = now.user.userId === before.user.userId && now.user.tenantId === before.user.tenantId;
  if (!isSame) throw new AppError('login_expired', { detail: 'the refreshed tokens are of somebody else' });
  // A refresh need not repeat how the person proved who they are.
  return now.amr.length > 0 ? now : { ...now, amr: before.amr, authTime: before.authTime };
};
