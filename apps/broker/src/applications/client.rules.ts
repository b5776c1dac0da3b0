import type { AllClientMetadata, Client } from 'oidc-provider';
import type { Admission } from '../settings/decision.rules.js';
import type { ApplicationEntity } from './application.entity.js';

/** What of a client is Portico's own. */
export interface ClientExtras {
  api_scopes: string[];
  tenant_ids: string[] | null;
  connection_ids: string[] | null;
  resources: ApplicationEntity['resources'];
  /** Of every secret that counts now; the newest is `client_secret` too. */
  secret_hashes: string[];
  id_token_seconds: number;
  access_token_seconds: number;
  refresh_token_seconds: number | null;
}

/** Metadata of ours that oidc-provider carries along with a client. */
export const EXTRA_CLIENT_METADATA: (keyof ClientExtras)[] = [
  'api_scopes',
  'tenant_ids',
  'connection_ids',
  'resources',
  'secret_hashes',
  'id_token_seconds',
  'access_token_seconds',
  'refresh_token_seconds',
];

const AUTH_METHODS = {
  basic: 'client_secret_basic',
  post: 'client_secret_post',
  private_key_jwt: 'private_key_jwt',
} as const;

/** An application as oidc-provider reads a client (RFC 7591 §2). Secrets are hashes: see `compareHashedSecrets`. */
export const toClient = (application: ApplicationEntity): AllClientMetadata & ClientExtras => ({
  client_id: application.id,
  client_name: application.name,
  application_type: isNative(application) ? 'native' : 'web',
  token_endpoint_auth_method: authMethodOf(application),
  ...proofOf(application),
  redirect_uris: application.redirectUris,
  post_logout_redirect_uris: application.postLogoutRedirectUris,
  ...(application.backchannelLogoutUri !== null && {
    backchannel_logout_uri: application.backchannelLogoutUri,
    backchannel_logout_session_required: true,
  }),
  response_types: application.kind === 'machine' ? [] : ['code'],
  grant_types: grantTypesOf(application),
  id_token_signed_response_alg: application.idTokenAlg,
  api_scopes: application.apiScopes,
  tenant_ids: application.tenantIds,
  connection_ids: application.connectionIds,
  resources: application.resources,
  secret_hashes: application.secrets.map(({ hash }) => hash),
  id_token_seconds: application.idTokenSeconds,
  access_token_seconds: application.accessTokenSeconds,
  refresh_token_seconds: application.refreshTokenSeconds,
});

/**
 * Native ones may listen on whichever loopback port is free and on a scheme of their own (RFC 8252 §7.1, §7.3). A
 * public application may be one; what waits at https on this machine is not, and has its port written down.
 */
const isNative = ({ kind, redirectUris }: ApplicationEntity): boolean =>
  redirectUris.some((uri) => !/^https?:/.test(uri)) ||
  (kind === 'public' &&
    !redirectUris.some((uri) => /^https:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(uri)));

const authMethodOf = ({ kind, tokenAuth }: ApplicationEntity) =>
  kind === 'public' ? 'none' : AUTH_METHODS[tokenAuth ?? 'basic'];

/** Keys by value or by address, never both; a secret only where there is no key. */
const proofOf = ({
  kind,
  tokenAuth,
  jwks,
  jwksUri,
  secrets,
}: ApplicationEntity): Partial<AllClientMetadata> => {
  if (kind === 'public') return {};
  if (tokenAuth !== 'private_key_jwt') return secrets[0] ? { client_secret: secrets[0].hash } : {};
  return jwks ? { jwks } : { jwks_uri: jwksUri ?? undefined };
};

const grantTypesOf = ({ kind, refreshTokenSeconds }: ApplicationEntity): string[] => {
  if (kind === 'machine') return ['client_credentials'];
  return ['authorization_code', ...(refreshTokenSeconds === null ? [] : ['refresh_token'])];
};

/** Whom a client admits. */
export const admissionOf = (client: Client | undefined): Admission => ({
  tenantIds: (client?.['tenant_ids'] as string[] | null | undefined) ?? null,
  connectionIds: (client?.['connection_ids'] as string[] | null | undefined) ?? null,
  mayMendSso: client !== undefined && apiScopesOf(client).includes('sso:mend'),
});

/** Whom an application admits. */
export const toAdmission = ({
  tenantIds,
  connectionIds,
  apiScopes,
}: Pick<ApplicationEntity, 'tenantIds' | 'connectionIds' | 'apiScopes'>): Admission => ({
  tenantIds,
  connectionIds,
  mayMendSso: apiScopes.includes('sso:mend'),
});

/** The scopes for the `/v1` APIs that a client's tokens may carry. */
export const apiScopesOf = (client: Client): string[] => (client['api_scopes'] as string[] | undefined) ?? [];

/** The registered resource servers that a client may get access tokens for, each with its scopes. */
export const resourcesOf = (client: Client): ApplicationEntity['resources'] =>
  (client['resources'] as ApplicationEntity['resources'] | undefined) ?? [];

/** The hashes of the secrets by which a client may prove itself now. */
export const secretHashesOf = (client: Client): string[] =>
  (client['secret_hashes'] as string[] | undefined) ?? [];

type Lifetime = 'id_token_seconds' | 'access_token_seconds' | 'refresh_token_seconds';

/** How long what a client gets lives. */
export const secondsOf = (client: Client, lifetime: Lifetime): number => {
  const seconds = client[lifetime];
  if (typeof seconds !== 'number') throw new TypeError(`the client has no ${lifetime}`);
  return seconds;
};
