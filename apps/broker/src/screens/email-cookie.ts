import { openCookie, sealCookie } from '@portico/secrets';
import { Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import { Issuer } from '../issuer/issuer.js';
import { Keys } from '../keys/keys.js';

const PURPOSE = 'email';
const SECONDS = 60 * 60;

/** Keeps the typed e-mail for "Start again"; sealed, and sent to this interaction's pages only. */
@Injectable()
export class EmailCookie {
  private readonly name: string;

  constructor(
    private readonly issuer: Issuer,
    private readonly keys: Keys,
  ) {
    this.name = `${issuer.secure ? '__Secure-' : ''}portico_email`;
  }

  async keep(response: Response, uid: string, email: string): Promise<void> {
    response.cookie(this.name, await sealCookie(this.keys.cookies, PURPOSE, email, SECONDS), {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.issuer.secure,
      path: `/login/${uid}`,
      maxAge: SECONDS * 1000,
    });
  }

  forget(response: Response, uid: string): void {
    response.clearCookie(this.name, { path: `/login/${uid}` });
  }

  async read(request: Request): Promise<string | undefined> {
    const sealed = parseCookie(request.get('cookie') ?? '')[this.name];
    const email = await openCookie(this.keys.cookies, PURPOSE, sealed);
    return typeof email === 'string' ? email : undefined;
  }
}
