import { API_AUDIENCE } from '@portico/contracts';
import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { apiScopeOf } from '../applications/client.rules.js';
import { OPENID_SCOPES } from './resource-servers.rules.js';

/** First-party applications need no consent page: their grant is made as they ask, within what they registered. */
export const loadExistingGrant = async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const existing = known ? await provider.Grant.find(known) : undefined;
  if (existing?.accountId === session.accountId) return existing;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(OPENID_SCOPES.join(' '));
  grant.addResourceScope(API_AUDIENCE, apiScopeOf(client));
  await grant.save();
  return grant;
};
