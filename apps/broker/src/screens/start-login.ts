import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { Issuer } from '../issuer/issuer.js';
import { type Cookie, LoginCookies } from '../logins/login-cookies.js';
import { LoginStore } from '../logins/login.store.js';
import { StartUpstream } from '../upstream/start-upstream.js';
import type { WayIn } from './ways.rules.js';

/** Where the browser goes, and the cookie that brings it back. */
export interface Departure {
  url: string;
  cookie: Cookie;
}

/** Starts a federated login: stores it, and seals what the callback needs into a cookie of this browser. */
@Injectable()
export class StartLogin {
  constructor(
    private readonly issuer: Issuer,
    private readonly startUpstream: StartUpstream,
    private readonly database: Database,
    private readonly logins: LoginStore,
    private readonly cookies: LoginCookies,
  ) {}

  async run(
    { uid, application }: Interaction,
    { tenantId, connection }: WayIn,
    email: string,
  ): Promise<Departure> {
    const { id: connectionId, provider, revision, issuer, clientId } = connection;
    const redirectUri = this.issuer.callbackOf(connectionId);
    const { url, state, nonce, codeVerifier } = await this.startUpstream.run({
      connection,
      redirectUri,
      loginHint: email,
    });
    const login = await this.database.inTenant(
      tenantId,
      async (tx) =>
        await this.logins.start(tx, {
          id: newId(),
          tenantId,
          applicationId: application.id,
          method: 'sso',
          connectionId,
          provider,
          revision,
        }),
    );
    const cookie = await this.cookies.seal({
      loginId: login.id,
      reference: login.reference,
      tenantId,
      connectionId,
      provider,
      issuer,
      clientId,
      state,
      nonce,
      codeVerifier,
      interactionUid: uid,
    });
    return { url, cookie };
  }
}
