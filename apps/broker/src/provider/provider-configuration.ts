import type { KeySet } from '@portico/secrets';
import { Injectable } from '@nestjs/common';
import type { Configuration } from 'oidc-provider';
import { Keys } from '../keys/keys.js';
import { ANONYMOUS_SECONDS, LONGEST_SECONDS } from '../sessions/lifetimes.rules.js';
import { Adapters } from './adapters.js';
import { CLAIMS } from './claims.rules.js';
import { EXTRA_CLIENT_METADATA } from '../applications/client.rules.js';
import { cookieSettings } from './cookies.rules.js';
import { allowsOrigin } from './origins.rules.js';
import { OPENID_SCOPES } from './resource-servers.rules.js';
import { INTERACTION_KEPT_SECONDS } from '../interactions/interaction-cookies.js';
import { InteractionPolicy } from './interaction-policy.js';
import { ProviderPages } from './provider-pages.js';
import { TokenConfiguration } from './token-configuration.js';

/** Endpoint paths as Amazon Cognito has them, so that an application moves over by changing issuer and credentials. */
const ROUTES = {
  authorization: '/oauth2/authorize',
  token: '/oauth2/token',
  userinfo: '/oauth2/userInfo',
  pushed_authorization_request: '/oauth2/par',
  revocation: '/oauth2/revoke',
  introspection: '/oauth2/introspect',
  jwks: '/.well-known/jwks.json',
  end_session: '/logout',
};

/** Everything that oidc-provider is told; each of its defaults that would be unsafe is set here. */
@Injectable()
export class ProviderConfiguration {
  constructor(
    private readonly adapters: Adapters,
    private readonly keys: Keys,
    private readonly tokens: TokenConfiguration,
    private readonly policy: InteractionPolicy,
    private readonly pages: ProviderPages,
  ) {}

  run(issuer: string, jwks: KeySet): Configuration {
    const tokens = this.tokens.run();
    return {
      adapter: (kind) => this.adapters.run(kind),
      jwks,
      ...tokens,
      cookies: cookieSettings(issuer, this.keys.cookies),
      routes: ROUTES,
      // `offline_access` is heard and changes nothing: whoever may refresh always may.
      scopes: [...OPENID_SCOPES, 'offline_access'],
      claims: CLAIMS,
      // Claims belong in the ID token: applications of the field expect them there.
      conformIdTokenClaims: false,
      responseTypes: ['code'],
      pkce: { required: () => true },
      clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
      enabledJWA: {
        idTokenSigningAlgValues: ['ES256', 'RS256'],
        userinfoSigningAlgValues: ['ES256'],
        clientAuthSigningAlgValues: ['ES256', 'ES384', 'PS256', 'RS256', 'Ed25519', 'EdDSA'],
      },
      clientDefaults: { id_token_signed_response_alg: 'ES256' },
      extraClientMetadata: { properties: EXTRA_CLIENT_METADATA },
      extraParams: ['identity_provider', 'idp_identifier'],
      clientBasedCORS: (_ctx, origin, client) => allowsOrigin(client, origin),
      ttl: {
        ...tokens.ttl,
        Interaction: INTERACTION_KEPT_SECONDS,
        // Only the longest: Portico's own session says at every use whether it is over.
        Session: (_ctx, { accountId }) => (accountId ? LONGEST_SECONDS : ANONYMOUS_SECONDS),
        Grant: LONGEST_SECONDS,
      },
      interactions: { url: (_ctx, { uid }) => `/login/${uid}`, policy: this.policy.run() },
      features: {
        ...tokens.features,
        devInteractions: { enabled: false },
        // Nothing of ours would look at what a token is bound to.
        dPoP: { enabled: false },
        // Only by it can an application call acr essential.
        claimsParameter: { enabled: true },
        pushedAuthorizationRequests: { enabled: true },
        backchannelLogout: { enabled: true },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: async (ctx, form) => await this.pages.askSignOut(ctx, form),
          postLogoutSuccessSource: (ctx) => this.pages.loggedOut(ctx),
        },
      },
      renderError: async (ctx, out, error) => await this.pages.failure(ctx, out, error),
    };
  }
}
