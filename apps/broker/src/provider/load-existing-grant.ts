import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { makeGrantId, readGrantId } from './grant.rules.js';

/** First-party applications need no consent page: the grant of this session and application, within what it registered. */
export const loadExistingGrant = async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  // A session may have passed to somebody else.
  const isTheirs = known !== undefined && readGrantId(known)?.accountId === session.accountId;
  return await provider.Grant.find(isTheirs ? known : makeGrantId(session.accountId, client.clientId));
};
