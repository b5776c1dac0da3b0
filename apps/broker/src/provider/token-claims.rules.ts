import { API_AUDIENCE } from '@portico/contracts';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { admissionOf } from '../applications/client.rules.js';

/**
 * What an API needs to know of a bearer besides RFC 9068 §2.2: the tenant and the roles of a user and the session that
 * can end it; of a machine, the tenant that it is for.
 */
export const tokenClaimsOf = ({ oidc }: KoaContextWithOIDC): Record<string, unknown> | undefined => {
  const { account, client, entities } = oidc;
  if (entities.ClientCredentials) return tenantOf(admissionOf(client).tenantIds);
  if (!account || !entities.AccessToken) return undefined;
  const { aud, grantId, sessionUid } = entities.AccessToken;
  const claims = account.claims('id_token', '', {}, []) as Record<string, unknown>;
  return {
    tenant_id: claims['tenant_id'],
    roles: claims['roles'],
    session: sessionUid,
    // Portico's own APIs ask whether it has been revoked.
    ...(aud === API_AUDIENCE && { grant: grantId }),
  };
};

const tenantOf = (tenantIds: string[] | null): Record<string, unknown> | undefined =>
  tenantIds?.length === 1 ? { tenant_id: tenantIds[0] } : undefined;
