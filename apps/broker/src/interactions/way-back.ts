import { openCookie, sealCookie } from '@portico/secrets';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import { Issuer } from '../issuer/issuer.js';
import { Keys } from '../keys/keys.js';
import { InteractionStore } from './interaction.store.js';

const PURPOSE = 'way-back';
const SECONDS = 60 * 60;

/** Keeps which sign-in a browser left for its mailbox, so that the page of the mailed link leads back to it. */
@Injectable()
export class WayBack {
  private readonly name: string;

  constructor(
    private readonly issuer: Issuer,
    private readonly keys: Keys,
    private readonly database: Database,
    private readonly interactions: InteractionStore,
  ) {
    this.name = `${issuer.secure ? '__Secure-' : ''}portico_way_back`;
  }

  async keep(response: Response, uid: string): Promise<void> {
    response.cookie(this.name, await sealCookie(this.keys.cookies, PURPOSE, uid, SECONDS), {
      httpOnly: true,
      // A link in a mail is followed from another site.
      sameSite: 'lax',
      secure: this.issuer.secure,
      path: '/password',
      maxAge: SECONDS * 1000,
    });
  }

  /** The sign-in that this browser left, if it can still be finished. */
  async read(request: Request): Promise<string | undefined> {
    const sealed = parseCookie(request.get('cookie') ?? '')[this.name];
    const uid = await openCookie(this.keys.cookies, PURPOSE, sealed);
    if (typeof uid !== 'string') return undefined;
    const isOpen = await this.database.transaction(async (tx) => await this.interactions.isOpen(tx, uid));
    return isOpen ? uid : undefined;
  }
}
