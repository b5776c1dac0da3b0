import { Injectable } from '@nestjs/common';
import { Issuer } from '../issuer/issuer.js';
import { FindSession } from '../sessions/find-session.js';
import { FindSettings } from '../settings/find-settings.js';
import { StartUpstreamLogout } from '../upstream/start-upstream-logout.js';

/** The identity provider that a session came by. */
export interface ProviderSignOut {
  /** As the organisation calls the connection. */
  name: string;
  /** Where the browser signs out there too; null where the identity provider has no such address. */
  url: string | null;
}

/** Where else somebody is signed in who signs out here; null for a session by password. */
@Injectable()
export class FindProviderSignOut {
  constructor(
    private readonly issuer: Issuer,
    private readonly findSession: FindSession,
    private readonly findSettings: FindSettings,
    private readonly startUpstreamLogout: StartUpstreamLogout,
  ) {}

  /** `state` comes back with the browser. */
  async run(sessionUid: string, state: string): Promise<ProviderSignOut | null> {
    const session = await this.findSession.run(sessionUid);
    if (!session?.connectionId) return null;
    const { settings } = await this.findSettings.run(session.tenantId);
    const connection = settings.connections.find(({ id }) => id === session.connectionId);
    if (!connection) return null;
    const url = await this.startUpstreamLogout.run({
      connection,
      redirectUri: this.issuer.signedOutAtProvider,
      logoutHint: session.account.email,
      state,
    });
    return { name: connection.name, url };
  }
}
