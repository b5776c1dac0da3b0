import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Pending, SignedIn } from './portico.js';

export interface Session {
  pending?: Pending;
  signedIn?: SignedIn;
}

const COOKIE = 'phone_session';
const MOST_SESSIONS = 10_000;

/** Sessions in memory, found by a cookie. An application with more than one process keeps them in its database. */
export class Sessions {
  private readonly all = new Map<string, Session>();

  constructor(private readonly secure: boolean) {}

  find(request: Request): Session | undefined {
    return this.all.get(this.id(request));
  }

  /** A new session under a new name: a name that was known before the sign-in is worth nothing after it. */
  replace(request: Request, response: Response, session: Session): void {
    this.all.delete(this.id(request));
    const id = randomBytes(32).toString('base64url');
    this.all.set(id, session);
    for (const oldest of this.all.keys()) {
      if (this.all.size <= MOST_SESSIONS) break;
      this.all.delete(oldest);
    }
    response.cookie(COOKIE, id, { httpOnly: true, sameSite: 'lax', secure: this.secure });
  }

  end(request: Request, response: Response): void {
    this.all.delete(this.id(request));
    response.clearCookie(COOKIE, { httpOnly: true, sameSite: 'lax', secure: this.secure });
  }

  private id(request: Request): string {
    return new RegExp(`(?:^|; )${COOKIE}=([^;]*)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
  }
}
