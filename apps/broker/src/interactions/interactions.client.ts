import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { errors } from 'oidc-provider';
import { admissionOf } from '../applications/client.rules.js';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { OpenIdProvider } from '../issuer/openid-provider.js';
import { type AskedInteraction, askedOf, INTERACTION_SECONDS } from './interaction-cookies.js';
import type { Admission } from '../settings/decision.rules.js';
import { type Preselection, readPreselection } from './preselection.rules.js';
import { readWishes, type Wishes } from './wishes.rules.js';

/** The authorization request that a browser is answering, as the screens need it. */
export interface Interaction {
  uid: string;
  application: Admission & { id: string; name: string };
  loginHint?: string;
  wishes: Wishes;
  /** The way in that the application asked for by name; whether there is such a one is another question. */
  preselection: Preselection;
}

/** Reads the interaction that belongs to the asking browser, which carries it sealed or knows it by its signed cookie. */
@Injectable()
export class Interactions {
  constructor(
    private readonly provider: OpenIdProvider,
    private readonly cookies: BrowserCookies,
  ) {}

  /** Refuses `interaction_expired`, for another browser's interaction as for one that is over. */
  async get(request: Request, response: Response, uid: string): Promise<Interaction> {
    const asked = await this.cookies.read(request, askedOf(uid));
    const { jti, iat, params } = asked ?? (await this.storedOf(request, response));
    const id = String(params['client_id']);
    const client = await this.provider.current.Client.find(id);
    const isOver = iat + INTERACTION_SECONDS <= Date.now() / 1000;
    if (jti !== uid || isOver || !client) throw new AppError('interaction_expired');
    const hint = params['login_hint'];
    return {
      uid,
      application: { id, name: client.clientName ?? id, ...admissionOf(client) },
      loginHint: typeof hint === 'string' ? hint.slice(0, 254) : undefined,
      wishes: readWishes(params),
      preselection: readPreselection(params),
    };
  }

  /** One that was too large for a cookie. */
  private async storedOf(request: Request, response: Response): Promise<AskedInteraction> {
    try {
      const { uid, iat, params } = await this.provider.current.interactionDetails(request, response);
      return { jti: uid, iat, params };
    } catch (cause) {
      if (cause instanceof errors.SessionNotFound) throw new AppError('interaction_expired', { cause });
      throw cause;
    }
  }
}
