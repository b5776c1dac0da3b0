import type { AllClientMetadata, Client } from 'oidc-provider';
import type { ApplicationEntity } from './application.entity.js';

/** Metadata of ours that oidc-provider carries along with a client. */
export const EXTRA_CLIENT_METADATA = ['api_scopes', 'tenant_ids'];

/** What of a client is Portico's own. */
export interface ClientExtras {
  api_scopes: string[];
  tenant_ids: string[] | null;
}

/** An application as oidc-provider reads a client (RFC 7591 §2). The secret is its hash: see `compareClientSecret`. */
export const toClient = (application: ApplicationEntity): AllClientMetadata & ClientExtras => ({
  client_id: application.id,
  client_name: application.name,
  ...(application.secrets[0] && { client_secret: application.secrets[0].hash }),
  token_endpoint_auth_method: application.kind === 'public' ? 'none' : 'client_secret_basic',
  redirect_uris: application.redirectUris,
  post_logout_redirect_uris: application.postLogoutRedirectUris,
  response_types: application.kind === 'machine' ? [] : ['code'],
  grant_types: application.kind === 'machine' ? ['client_credentials'] : ['authorization_code'],
  id_token_signed_response_alg: 'ES256',
  api_scopes: application.apiScopes,
  tenant_ids: application.tenantIds,
});

/** The tenants that a client serves; null for all. */
export const tenantIdsOf = (client: Client | undefined): string[] | null =>
  (client?.['tenant_ids'] as string[] | null | undefined) ?? null;

/** The scopes for the `/v1` APIs that a client's tokens may carry, as one string. */
export const apiScopeOf = (client: Client): string =>
  ((client['api_scopes'] as string[] | undefined) ?? []).join(' ');
