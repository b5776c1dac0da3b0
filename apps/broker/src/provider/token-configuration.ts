import { Injectable } from '@nestjs/common';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { Wall } from '../upstream/wall.client.js';
import { FindAccount } from './find-account.js';
import { LoadExistingGrant } from './load-existing-grant.js';
import { TOKEN_SECONDS } from './token-lifetimes.rules.js';

/** What oidc-provider is told about grants, codes and tokens. */
@Injectable()
export class TokenConfiguration {
  constructor(
    private readonly findAccount: FindAccount,
    private readonly loadExistingGrant: LoadExistingGrant,
    private readonly wall: Wall,
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
      // Key sets of applications (`jwks_uri`); nothing else is asked of anybody from here.
      fetch: async (url, options) => await this.fetchKeys(new URL(url).href, options),
      fetchResponseBodyLimits: { jwks_uri: 512_000 },
    };
  }

  private async fetchKeys(url: string, { method, headers }: RequestInit = {}): Promise<Response> {
    if (method !== 'GET') throw new TypeError('only key sets are fetched here');
    return await this.wall.fetch('keys', url, { method, headers: Object.fromEntries(new Headers(headers)) });
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
