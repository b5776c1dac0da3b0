import { Injectable } from '@nestjs/common';
import { buildEndSessionUrl } from 'openid-client';
import type { UsableConnection } from '../settings/usable-connection.rules.js';
import { configureForBrowser } from './configuration.client.js';
import { Issuers } from './issuers.client.js';

/** Nobody waits longer for an IdP that is down, to sign out. */
const MOST_MS = 1500;

/**
 * Where a browser signs out at a connection's IdP (OpenID Connect RP-Initiated Logout 1.0 §2); null where the IdP offers
 * none or cannot be asked now. The ID token was not kept, so the client and a hint must do.
 */
@Injectable()
export class StartUpstreamLogout {
  constructor(private readonly issuers: Issuers) {}

  async run({
    connection,
    redirectUri,
    state,
    logoutHint,
  }: {
    connection: UsableConnection;
    redirectUri: string;
    state: string;
    logoutHint: string;
  }): Promise<string | null> {
    const metadata = await Promise.race([this.issuers.metadata(connection).catch(() => null), soon()]);
    if (!metadata?.end_session_endpoint) return null;
    const url = buildEndSessionUrl(configureForBrowser(metadata, connection.clientId), {
      client_id: connection.clientId,
      post_logout_redirect_uri: redirectUri,
      logout_hint: logoutHint,
      state,
    });
    return url.href;
  }
}

const soon = async (): Promise<null> =>
  await new Promise((resolve) => {
    setTimeout(resolve, MOST_MS, null).unref();
  });
