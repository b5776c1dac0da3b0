import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Provider, type KoaContextWithOIDC } from 'oidc-provider';
import type { Pool } from 'pg';
import { PostgresAdapter } from './adapter.ts';

/** The one application, as Portico has it registered too. */
export interface BareClient {
  id: string;
  secret: string;
  redirectUri: string;
}

/** What the provider of an afternoon is told: one client, no consent page, everything else as it comes (RS256). */
export const createProvider = (issuer: string, pool: Pool, client: BareClient): Provider => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return new Provider(issuer, {
    adapter: (kind) => new PostgresAdapter(pool, kind),
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'bare', use: 'sig' }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [client.redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: {
      AccessToken: 300,
      AuthorizationCode: 60,
      IdToken: 3600,
      Interaction: 3600,
      Grant: 43_200,
      Session: 43_200,
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: async (_ctx, sub) => {
      const { rows } = await pool.query<{ claims: Record<string, unknown> }>(
        'SELECT claims FROM account WHERE sub = $1',
        [sub],
      );
      return rows[0] && { accountId: sub, claims: () => ({ sub, ...rows[0]?.claims }) };
    },
    loadExistingGrant,
  });
};

/** The application is ours, so nobody is asked for consent: as oidc-provider's documentation shows it. */
const loadExistingGrant = async ({ oidc }: KoaContextWithOIDC) => {
  const { client, session, provider } = oidc;
  if (!client || !session?.accountId) return undefined;
  const known = oidc.result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  if (known) return await provider.Grant.find(known);
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile email');
  await grant.save();
  return grant;
};
