import { newId, toAppError } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { toUpstreamWishes } from '../interactions/wishes.rules.js';
import { Issuer } from '../issuer/issuer.js';
import type { LoginEntity } from '../logins/login.entity.js';
import { type Cookie, LoginCookies } from '../logins/login-cookies.js';
import { OpenLogin } from '../logins/open-login.js';
import { RefuseLogin } from '../logins/refuse-login.js';
import { StartUpstream, type StartedUpstream, type StartUpstreamInput } from '../upstream/start-upstream.js';
import { toDomainHint } from './domain-hint.rules.js';
import type { WayIn } from './ways.rules.js';

/** Where the browser goes, and the cookie that brings it back. */
export interface Departure {
  url: string;
  cookie: Cookie;
}

/**
 * Starts a federated login: stores it, and seals what the callback needs into a cookie of this browser. It is stored
 * before the identity provider is looked up, so that one that cannot be reached is a failed login with a reference.
 * @emits login.failed
 */
@Injectable()
export class StartLogin {
  constructor(
    private readonly issuer: Issuer,
    private readonly openLogin: OpenLogin,
    private readonly startUpstream: StartUpstream,
    private readonly cookies: LoginCookies,
    private readonly refuseLogin: RefuseLogin,
  ) {}

  async run(interaction: Interaction, way: WayIn, email: string | undefined): Promise<Departure> {
    const { id: connectionId, provider, revision } = way.connection;
    const login = await this.openLogin.run({
      id: newId(),
      tenantId: way.tenantId,
      applicationId: interaction.application.id,
      method: 'sso',
      connectionId,
      provider,
      revision,
    });
    const redirectUri = this.issuer.callbackOf(way.connection);
    const wishes = {
      ...toUpstreamWishes(interaction.wishes),
      loginHint: email,
      domainHint: toDomainHint(way, email),
    };
    const { url, ...proof } = await this.askUpstream(
      { connection: way.connection, redirectUri, ...wishes },
      login,
      interaction.uid,
    );
    const { issuer, clientId } = way.connection;
    const cookie = await this.cookies.seal({
      loginId: login.id,
      reference: login.reference,
      tenantId: way.tenantId,
      connectionId,
      provider,
      issuer,
      clientId,
      revision,
      redirectUri,
      ...proof,
      interactionUid: interaction.uid,
      wishes: interaction.wishes,
    });
    return { url, cookie };
  }

  private async askUpstream(
    input: StartUpstreamInput,
    login: LoginEntity,
    interactionUid: string,
  ): Promise<StartedUpstream> {
    try {
      return await this.startUpstream.run(input);
    } catch (thrown) {
      throw await this.refuseLogin.run(login, interactionUid, toAppError(thrown));
    }
  }
}
