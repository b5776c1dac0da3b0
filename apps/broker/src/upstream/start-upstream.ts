import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { buildAuthorizationUrl, randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { configureForBrowser } from './configuration.client.js';
import { Issuers } from './issuers.client.js';
import { toUpstreamError } from './upstream-errors.rules.js';
import type { UsableConnection } from '../settings/usable-connection.rules.js';

export interface StartUpstreamInput {
  connection: UsableConnection;
  redirectUri: string;
  loginHint?: string;
  /** A parameter of the provider's own that names the person's domain. */
  domainHint?: Record<string, string>;
  prompt?: string;
  maxAge?: number;
  acrValues?: string;
  uiLocales?: string;
}

/** Where the browser goes, and what the answer will be held against. The last three are for the sealed cookie only. */
export interface StartedUpstream {
  url: string;
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** Builds the authorization request to a connection's IdP, with state, nonce and PKCE of its own. */
@Injectable()
export class StartUpstream {
  constructor(private readonly issuers: Issuers) {}

  async run({ connection, redirectUri, ...wishes }: StartUpstreamInput): Promise<StartedUpstream> {
    const metadata = await this.issuers.metadata(connection).catch((error: unknown) => {
      throw toUpstreamError(error, 'discovery', connection.provider);
    });
    const configuration = configureForBrowser(metadata, connection.clientId);
    const proof = { state: randomState(), nonce: randomNonce() };
    const codeVerifier = randomPKCECodeVerifier();
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: [...new Set(['openid', ...connection.scopes])].join(' '),
      ...proof,
      code_challenge: toCodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      ...toParameters(wishes),
    });
    return { url: url.href, ...proof, codeVerifier };
  }
}

/** RFC 7636 §4.2; not by openid-client, whose way through WebCrypto's thread pool costs thirty times as much. */
const toCodeChallenge = (codeVerifier: string): string => hash('sha256', codeVerifier, 'base64url');

const toParameters = ({
  loginHint,
  domainHint,
  prompt,
  maxAge,
  acrValues,
  uiLocales,
}: Omit<StartUpstreamInput, 'connection' | 'redirectUri'>): Record<string, string> => ({
  ...(loginHint ? { login_hint: loginHint } : {}),
  ...domainHint,
  ...(prompt ? { prompt } : {}),
  ...(maxAge === undefined ? {} : { max_age: maxAge.toString() }),
  ...(acrValues ? { acr_values: acrValues } : {}),
  ...(uiLocales ? { ui_locales: uiLocales } : {}),
});
