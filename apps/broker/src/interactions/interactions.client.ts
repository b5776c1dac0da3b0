import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { errors, Provider } from 'oidc-provider';
import { tenantIdsOf } from '../applications/client.rules.js';
import { type Preselection, readPreselection } from './preselection.rules.js';
import { readWishes, type Wishes } from './wishes.rules.js';

/** The authorization request that a browser is answering, as the screens need it. */
export interface Interaction {
  uid: string;
  application: { id: string; name: string; tenantIds: string[] | null };
  loginHint?: string;
  wishes: Wishes;
  /** The way in that the application asked for by name; whether there is such a one is another question. */
  preselection: Preselection;
}

/** Reads the interaction that belongs to the asking browser by its signed cookie. */
@Injectable()
export class Interactions {
  constructor(private readonly provider: Provider) {}

  /** Refuses `interaction_expired`, for another browser's interaction as for one that is over. */
  async get(request: Request, response: Response, uid: string): Promise<Interaction> {
    const details = await this.details(request, response);
    const id = String(details.params['client_id']);
    const client = await this.provider.Client.find(id);
    if (details.uid !== uid || !client) throw new AppError('interaction_expired');
    const hint = details.params['login_hint'];
    return {
      uid,
      application: { id, name: client.clientName ?? id, tenantIds: tenantIdsOf(client) },
      loginHint: typeof hint === 'string' ? hint.slice(0, 254) : undefined,
      wishes: readWishes(details.params),
      preselection: readPreselection(details.params),
    };
  }

  private async details(request: Request, response: Response) {
    try {
      return await this.provider.interactionDetails(request, response);
    } catch (cause) {
      if (cause instanceof errors.SessionNotFound) throw new AppError('interaction_expired', { cause });
      throw cause;
    }
  }
}
