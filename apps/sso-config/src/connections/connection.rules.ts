import {
  AppError,
  type Connection,
  Id,
  type Principal,
  type Provider,
  type UpdateConnection,
} from '@portico/contracts';
import type { TenantRow } from '../tenants/tenant.entity.js';
import type { ConnectionRow } from './connection.entity.js';
import { type ConnectionValues, isComplete, toValues } from './connection-values.rules.js';

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

/** What a connection begins with, where that is not a draft without values. */
export const toFirstColumns = (provider: Provider): Partial<ConnectionRow> =>
  provider === 'google' ? { revision: 1, callback: 'shared' } : {};

/** The id in an address; what is no id at all is answered like an id that nobody has. */
export const readConnectionId = (text: string): string => {
  const parsed = Id.safeParse(text);
  if (!parsed.success) throw new AppError('not_found', { detail: 'the connection id is not an id' });
  return parsed.data;
};

/** The newest revision, pending or live: the entity tag of the connection. */
export const newestRevision = ({ revision, pendingRevision }: ConnectionRow): number =>
  pendingRevision ?? revision;

/** Refuses to switch on a draft (`connection_not_ready`). */
export const checkReady = (row: ConnectionRow): void => {
  if (!isComplete(row.provider, row)) throw new AppError('connection_not_ready');
};

/** Whether the connection may be added. Refuses `unlisted_provider_off`. */
export const checkProvider = (provider: Provider, { unlistedProvider }: TenantRow): void => {
  if (provider === 'oidc' && !unlistedProvider) throw new AppError('unlisted_provider_off');
};

/** The name and the end of the secret, where they are wanted otherwise than they are. */
export const chooseNotes = (
  row: ConnectionRow,
  { name, secretExpiresAt }: UpdateConnection,
): Partial<Pick<ConnectionRow, 'name' | 'secretExpiresAt'>> => {
  const until = typeof secretExpiresAt === 'string' ? new Date(secretExpiresAt) : secretExpiresAt;
  return {
    ...(name !== undefined && name !== row.name && { name }),
    ...(until !== undefined &&
      until?.getTime() !== row.secretExpiresAt?.getTime() && { secretExpiresAt: until }),
  };
};

/** Who changed something, as history names them. */
export const toAuthor = ({ kind, subject }: Pick<Principal, 'kind' | 'subject'>): string =>
  `${kind}:${subject}`;

/** Where the provider sends people back to (architecture: a connection has its own address, or the shared one). */
const toRedirectUri = ({ id, callback }: ConnectionRow, publicUrl: string): string =>
  callback === 'shared' ? `${publicUrl}/oauth2/idpresponse` : `${publicUrl}/oauth2/idpresponse/${id}`;

/** Values as the API shows them: neither the secret nor its sealed form. */
export const toShown = ({
  sealedClientSecret,
  ...values
}: ConnectionValues): Omit<ConnectionValues, 'sealedClientSecret'> & { clientSecretSet: boolean } => ({
  ...values,
  clientSecretSet: sealedClientSecret !== null,
});

/** A connection as the API shows it, with its live values. */
export const toConnection = (row: ConnectionRow, publicUrl: string): Connection => ({
  id: row.id,
  tenantId: row.tenantId,
  provider: row.provider,
  name: row.name,
  mode: row.mode,
  revision: row.revision,
  pendingRevision: row.pendingRevision,
  redirectUri: toRedirectUri(row, publicUrl),
  backchannelLogoutUri: `${publicUrl}/oauth2/backchannel-logout/${row.id}`,
  ...toShown(toValues(row)),
  draft: row.draft,
  createdAt: row.createdAt.toISOString(),
});
