import { currentTraceparent, isTraced, traceCookieOf } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { REMEMBERED_CHOICE } from '../browser/cookie-kinds.js';
import type { Interaction } from '../interactions/interactions.client.js';
import { StartLogin } from './start-login.js';
import type { WayIn } from './ways.rules.js';

/** Starts a federated login and gives the address to leave for; this browser remembers what was chosen. */
@Injectable()
export class Depart {
  constructor(
    private readonly startLogin: StartLogin,
    private readonly cookies: BrowserCookies,
  ) {}

  async run(interaction: Interaction, response: Response, way: WayIn, email?: string): Promise<string> {
    const { url, cookie } = await this.startLogin.run(interaction, way, email);
    response.cookie(cookie.name, cookie.value, cookie.options);
    if (isTraced()) response.cookie(traceCookieOf(cookie.name), currentTraceparent(), cookie.options);
    const { tenantId, connection } = way;
    await this.cookies.keep(response, REMEMBERED_CHOICE, { tenantId, connectionId: connection.id, email });
    return url;
  }
}
