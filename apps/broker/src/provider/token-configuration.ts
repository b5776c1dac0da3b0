import { Injectable } from '@nestjs/common';
import type { Configuration } from 'oidc-provider';
import { ApplicationServers } from '../upstream/application-servers.client.js';
import { FindAccount } from './find-account.js';
import { FindResource } from './find-resource.js';
import { IntrospectToken } from './introspect-token.js';
import { LoadExistingGrant } from './load-existing-grant.js';
import { signedInBy } from './recovery-limits.rules.js';
import { mayRevoke } from './revocation.rules.js';
import { tokenClaimsOf } from './token-claims.rules.js';
import { TOKEN_SECONDS } from './token-lifetimes.rules.js';

/** What oidc-provider is told about grants, codes and tokens. */
@Injectable()
export class TokenConfiguration {
  constructor(
    private readonly findAccount: FindAccount,
    private readonly findResource: FindResource,
    private readonly introspectToken: IntrospectToken,
    private readonly loadExistingGrant: LoadExistingGrant,
    private readonly servers: ApplicationServers,
  ) {}

  run(): Configuration {
    return {
      ttl: TOKEN_SECONDS,
      findAccount: async (ctx, sub, source) => await this.findAccount.run(ctx, sub, source),
      loadExistingGrant: async (ctx) => await this.loadExistingGrant.run(ctx),
      issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
      rotateRefreshToken: () => true,
      // Whatever of a grant is revoked, all of it is: its tokens go in one transaction.
      revokeGrantPolicy: () => true,
      // FindAccount looks at the session of every code and token itself, its end by the browser included.
      expiresWithSession: () => false,
      extraTokenClaims: (ctx) => tokenClaimsOf(ctx),
      // Key sets of applications (`jwks_uri`), and their answers to logout tokens.
      fetch: async (url, options) => await this.servers.fetch(new URL(url), options ?? {}),
      fetchResponseBodyLimits: { jwks_uri: 64_000 },
      features: this.features(),
    };
  }

  private features(): NonNullable<Configuration['features']> {
    return {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: async (ctx, resource, client) =>
          await this.findResource.run(resource, client, signedInBy(ctx)),
        useGrantedResource: () => true,
      },
      introspection: {
        enabled: true,
        allowedPolicy: async (_ctx, client, token) => await this.introspectToken.run(client, token),
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => mayRevoke(client, token),
      },
    };
  }
}
