import { Injectable } from '@nestjs/common';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { ApplicationServers } from '../upstream/application-servers.client.js';
import { FindAccount } from './find-account.js';
import { LoadExistingGrant } from './load-existing-grant.js';
import { TOKEN_SECONDS } from './token-lifetimes.rules.js';

/** What oidc-provider is told about grants, codes and tokens. */
@Injectable()
export class TokenConfiguration {
  constructor(
    private readonly findAccount: FindAccount,
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
      fetchResponseBodyLimits: { jwks_uri: 512_000 },
    };
  }
}

/** What the APIs need to know of a bearer: the tenant and the roles of a user, the session that can end it. */
const tokenClaimsOf = ({ oidc: { account, entities } }: KoaContextWithOIDC) => {
  if (!account || !entities.AccessToken) return undefined;
  const claims = account.claims('id_token', '', {}, []) as Record<string, unknown>;
  return {
    tenant_id: claims['tenant_id'],
    roles: claims['roles'],
    session: entities.AccessToken.sessionUid,
  };
};
