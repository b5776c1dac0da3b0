import { Injectable } from '@nestjs/common';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { Keys } from '../keys/keys.js';
import { SESSION_SECONDS } from '../sessions/begin-session.js';
import { Adapters } from './adapters.js';
import { CLAIMS } from './claims.rules.js';
import { EXTRA_CLIENT_METADATA } from '../applications/client.rules.js';
import { cookieSettings } from './cookies.rules.js';
import { loadExistingGrant } from './load-existing-grant.js';
import { ACCESS_TOKEN_SECONDS, getResourceServerInfo, OPENID_SCOPES } from './resource-servers.rules.js';
import { INTERACTION_KEPT_SECONDS } from '../interactions/interaction-cookies.js';
import { FindAccount } from './find-account.js';
import { InteractionPolicy } from './interaction-policy.js';
import { ProviderPages } from './provider-pages.js';

/** Endpoint paths as Amazon Cognito has them, so that an application moves over by changing issuer and credentials. */
const ROUTES = {
  authorization: '/oauth2/authorize',
  token: '/oauth2/token',
  userinfo: '/oauth2/userInfo',
  jwks: '/.well-known/jwks.json',
  end_session: '/logout',
};

/** Everything that oidc-provider is told; each of its defaults that would be unsafe is set here. */
@Injectable()
export class ProviderConfiguration {
  constructor(
    private readonly adapters: Adapters,
    private readonly keys: Keys,
    private readonly findAccount: FindAccount,
    private readonly policy: InteractionPolicy,
    private readonly pages: ProviderPages,
  ) {}

  run(issuer: string): Configuration {
    return {
      adapter: (kind) => this.adapters.run(kind),
      jwks: this.keys.signing,
      cookies: cookieSettings(issuer, this.keys.cookies),
      routes: ROUTES,
      scopes: OPENID_SCOPES,
      claims: CLAIMS,
      // Claims belong in the ID token: applications of the field expect them there.
      conformIdTokenClaims: false,
      responseTypes: ['code'],
      pkce: { required: () => true },
      clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
      enabledJWA: { idTokenSigningAlgValues: ['ES256'], userinfoSigningAlgValues: ['ES256'] },
      clientDefaults: { id_token_signed_response_alg: 'ES256' },
      extraClientMetadata: { properties: EXTRA_CLIENT_METADATA },
      extraParams: ['identity_provider', 'idp_identifier'],
      clientBasedCORS: () => false,
      ttl: {
        AuthorizationCode: 60,
        AccessToken: ACCESS_TOKEN_SECONDS,
        ClientCredentials: ACCESS_TOKEN_SECONDS,
        IdToken: 60 * 60,
        Interaction: INTERACTION_KEPT_SECONDS,
        Session: SESSION_SECONDS,
        Grant: SESSION_SECONDS,
      },
      findAccount: async (ctx, sub, source) => await this.findAccount.run(ctx, sub, source),
      loadExistingGrant,
      // FindAccount looks at the session of every code and token itself, its end by the browser included.
      expiresWithSession: () => false,
      extraTokenClaims: (ctx) => this.tokenClaims(ctx),
      interactions: { url: (_ctx, { uid }) => `/login/${uid}`, policy: this.policy.run() },
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        // Only by it can an application call acr essential.
        claimsParameter: { enabled: true },
        pushedAuthorizationRequests: { enabled: false },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo,
          useGrantedResource: () => true,
        },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: async (ctx, form) => await this.pages.confirmLogout(ctx, form),
          postLogoutSuccessSource: async (ctx) => await this.pages.loggedOut(ctx),
        },
      },
      renderError: async (ctx, out, error) => await this.pages.failure(ctx, out, error),
    };
  }

  /** What the APIs need to know of a bearer: the tenant and the roles of a user, the session that can end it. */
  private tokenClaims(ctx: KoaContextWithOIDC): Record<string, unknown> | undefined {
    const { account, entities } = ctx.oidc;
    if (!account || !entities.AccessToken) return undefined;
    const claims = account.claims('id_token', '', {}, []) as Record<string, unknown>;
    return {
      tenant_id: claims['tenant_id'],
      roles: claims['roles'],
      session: entities.AccessToken.sessionUid,
    };
  }
}
