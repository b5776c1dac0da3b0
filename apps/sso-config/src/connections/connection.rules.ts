import { AppError, type Connection, Id, type Mode, type Principal, type Provider } from '@portico/contracts';
import type { ConnectionRow } from './connection.entity.js';
import { isComplete } from './connection-values.rules.js';

/** So many connections of a tenant still fit into one message to the broker, each as long as it may be. */
export const CONNECTIONS_AT_MOST = 50;

const NAMES: Readonly<Record<Provider, string>> = {
  google: 'Google',
  okta: 'Okta',
  onelogin: 'OneLogin',
  azure: 'Azure',
  keycloak: 'Keycloak',
  oidc: 'OpenID Connect',
};

/** What the chooser calls a connection until an admin names it. */
export const defaultName = (provider: Provider): string => NAMES[provider];

/** The id in an address; what is no id at all is answered like an id that nobody has. */
export const readConnectionId = (text: string): string => {
  const parsed = Id.safeParse(text);
  if (!parsed.success) throw new AppError('not_found', { detail: 'the connection id is not an id' });
  return parsed.data;
};

/** The revision that a change was made from (RFC 9110 §13.1.1), with or without the quotes of an entity tag. */
export const readIfMatch = (header: string | undefined): number => {
  const digits = /^(?:"(\d{1,9})"|(\d{1,9}))$/.exec(header ?? '');
  if (!digits)
    throw new AppError('request_invalid', {
      fields: [{ pointer: '/headers/if-match', message: 'If-Match must name the revision, such as "3"' }],
    });
  return Number(digits[1] ?? digits[2]);
};

/** Refuses a change that was made from another revision than the stored one. */
export const checkRevision = ({ revision }: ConnectionRow, expected: number): void => {
  if (revision !== expected)
    throw new AppError('revision_conflict', { detail: `revision ${revision}, not ${expected}` });
};

/** Whether a bearer may enforce without a rehearsal: imports and the demo, of the platform only. */
const maySkipRehearsal = ({ kind, tenantId, scopes }: Principal): boolean =>
  kind === 'machine' && tenantId === null && scopes.includes('sso:seed');

/** Refuses to switch on a draft (`connection_not_ready`) and to enforce without a rehearsal (`rehearsal_required`). */
export const checkMode = (row: ConnectionRow, mode: Mode, bearer: Principal): void => {
  if (mode !== 'off' && !isComplete(row)) throw new AppError('connection_not_ready');
  if (mode === 'enforced' && row.mode !== 'enforced' && !maySkipRehearsal(bearer))
    throw new AppError('rehearsal_required');
};

/** Who changed something, as history names them. */
export const toAuthor = ({ kind, subject }: Principal): string => `${kind}:${subject}`;

/** A connection as the API shows it: neither the secret nor its sealed form. */
export const toConnection = (row: ConnectionRow, publicUrl: string): Connection => ({
  id: row.id,
  tenantId: row.tenantId,
  provider: row.provider,
  name: row.name,
  mode: row.mode,
  revision: row.revision,
  redirectUri: `${publicUrl}/oauth2/idpresponse/${row.id}`,
  clientId: row.clientId,
  clientSecretSet: row.sealedClientSecret !== null,
  issuer: row.issuer,
  userinfoMethod: row.userinfoMethod,
  scopes: row.scopes,
  tokenAuth: row.tokenAuth,
  emailClaim: 'email',
  secretExpiresAt: null,
  callback: 'own',
  pendingRevision: null,
  issuesOwnAddressesOnly: row.issuesOwnAddressesOnly,
  createdAt: row.createdAt.toISOString(),
});
