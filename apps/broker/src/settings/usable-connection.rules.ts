import type { Code, ConnectionSettings, TenantSettings } from '@portico/contracts';

/** A connection that a login can use: whose issuer and client are known. Its secret is sealed, or the platform's own. */
export interface UsableConnection extends ConnectionSettings {
  issuer: string;
  clientId: string;
}

/** A tenant's settings with the connections that a login can use, and apart from them those that none can. */
export interface UsableSettings extends TenantSettings {
  connections: UsableConnection[];
  /** Never offered and never gone to, but they still count where modes are decided: an enforced one stays enforced. */
  unusable: ConnectionSettings[];
}

/** What a Google connection takes from the deployment. */
export interface PlatformClient {
  issuer: string;
  clientId: string;
}

/** Google connections use the platform's client, whatever their row says, and the redirect URI registered for it. */
const fillIn = (connection: ConnectionSettings, google: PlatformClient | undefined): ConnectionSettings =>
  connection.provider === 'google'
    ? {
        ...connection,
        issuer: google?.issuer ?? null,
        clientId: google?.clientId ?? null,
        sealedClientSecret: null,
        callback: 'shared',
      }
    : connection;

const isUsable = (connection: ConnectionSettings): connection is UsableConnection =>
  connection.issuer !== null && connection.clientId !== null;

/** The row of a connection as a login uses it; undefined for a draft, and for Google where it is not configured. */
export const toUsableConnection = (
  connection: ConnectionSettings,
  google: PlatformClient | undefined,
): UsableConnection | undefined => {
  const filled = fillIn(connection, google);
  return isUsable(filled) ? filled : undefined;
};

export const toUsable = (settings: TenantSettings, google: PlatformClient | undefined): UsableSettings => {
  const filled = settings.connections.map((connection) => fillIn(connection, google));
  return {
    ...settings,
    connections: filled.filter(isUsable),
    unusable: filled.filter((connection) => !isUsable(connection)),
  };
};

/** Why a login cannot use the connection now. */
export const refusalOf = (settings: UsableSettings, connectionId: string): Code => {
  const unusable = settings.unusable.find(({ id }) => id === connectionId);
  if (!unusable) return 'connection_off';
  return unusable.provider === 'google' ? 'google_not_configured' : 'connection_not_ready';
};

/** The values of a replaced revision with the name and the mode of now; undefined where it is another client or issuer. */
export const atRevision = (
  live: UsableConnection,
  replaced: ConnectionSettings,
  google: PlatformClient | undefined,
): UsableConnection | undefined => {
  const then = toUsableConnection(replaced, google);
  if (then?.issuer !== live.issuer || then.clientId !== live.clientId) return undefined;
  return { ...then, name: live.name, mode: live.mode };
};
