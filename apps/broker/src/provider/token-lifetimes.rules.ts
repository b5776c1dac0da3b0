import type { Configuration } from 'oidc-provider';
import { secondsOf } from '../applications/client.rules.js';
import { secondsWithin, signedInBy } from './recovery-limits.rules.js';

/** How long what an application gets lives: as it is registered. */
export const TOKEN_SECONDS: Configuration['ttl'] = {
  AuthorizationCode: 60,
  AccessToken: (_ctx, _token, client) => secondsOf(client, 'access_token_seconds'),
  ClientCredentials: (_ctx, _token, client) => secondsOf(client, 'access_token_seconds'),
  IdToken: (_ctx, _token, client) => secondsOf(client, 'id_token_seconds'),
  // Counted from the first one: each rotation has what is left of it (RFC 9700 §4.14.2).
  RefreshToken: (ctx, token, client) => {
    const seconds =
      ctx.oidc.entities.RotatedRefreshToken?.remainingTTL ?? secondsOf(client, 'refresh_token_seconds');
    const now = Math.floor(Date.now() / 1000);
    return secondsWithin(signedInBy(ctx), seconds, { authTime: token.authTime ?? now, now });
  },
};
