import { createHash } from 'node:crypto';
import type { Principal, SetUpLink } from '@portico/contracts';
import type { SetUpLinkKey, SetUpLinkNow } from './set-up-link.store.js';

/** What a session's bearer token begins with, so that everybody can tell it from the broker's own tokens. */
const SESSION_PREFIX = 'set-up.';

/**
 * What is kept of a link's secret. Of 256 random bits a plain hash is enough; the prefix keeps the value from counting
 * anywhere else.
 */
export const hashOfLink = (token: string): Buffer =>
  createHash('sha256').update(`portico:set-up-link:${token}`).digest();

/** What is kept of a session's bearer token. */
export const hashOfSession = (accessToken: string): Buffer =>
  createHash('sha256').update(`portico:set-up-session:${accessToken}`).digest();

/** The bearer token of a session, for 256 random bits. */
export const toAccessToken = (random: string): string => `${SESSION_PREFIX}${random}`;

/** Whoever has opened a link, as the audit names them. */
export const toBearer = ({
  tenantId,
  id,
  connectionId,
}: SetUpLinkKey & { connectionId: string }): Principal => ({
  kind: 'set_up',
  subject: id,
  applicationId: 'set-up',
  tenantId,
  connectionId,
  scopes: ['sso:set-up'],
  roles: [],
});

/** A link as the API shows it: neither its secret nor a hash of it. */
export const toSetUpLink = (row: SetUpLinkNow): SetUpLink => ({
  id: row.id,
  connectionId: row.connectionId,
  provider: row.provider,
  note: row.note,
  status: row.status,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  openedAt: row.openedAt?.toISOString() ?? null,
});
