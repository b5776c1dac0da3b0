import type { ConnectionSettings, TenantSettings } from '@portico/contracts';

/** A connection that a login can use: whose issuer and client are known. Its secret is sealed, or the platform's own. */
export interface UsableConnection extends ConnectionSettings {
  issuer: string;
  clientId: string;
}

/** A tenant's settings with the connections that a login can use. */
export interface UsableSettings extends TenantSettings {
  connections: UsableConnection[];
}

const isUsable = (connection: ConnectionSettings): connection is UsableConnection =>
  connection.issuer !== null && connection.clientId !== null;

export const toUsable = (settings: TenantSettings): UsableSettings => ({
  ...settings,
  connections: settings.connections.filter(isUsable),
});
