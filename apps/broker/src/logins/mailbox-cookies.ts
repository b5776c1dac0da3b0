import { Id } from '@portico/contracts';
import { openCookie, sealCookie } from '@portico/secrets';
import { Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import type { Request } from 'express';
import { z } from 'zod';
import { Issuer } from '../issuer/issuer.js';
import { Keys } from '../keys/keys.js';
import type { Cookie } from './login-cookies.js';
import { MAILBOX_MINUTES } from './login.store.js';

const PURPOSE = 'mailbox';
const NAME = 'portico_mailbox';

/** What a browser carries while its person looks for the code: what the identity provider has proved already. */
export const MailboxProof = z.object({
  loginId: Id,
  tenantId: Id,
  connectionId: Id,
  issuer: z.string(),
  clientId: z.string(),
  interactionUid: z.string(),
  amr: z.array(z.string()).nullable(),
  acr: z.string().nullable(),
  authTime: z.iso.datetime().nullable(),
  upstream: z
    .object({
      issuer: z.string(),
      subject: z.string(),
      sid: z.string().optional(),
      expiresAt: z.number().optional(),
    })
    .nullish(),
});
export type MailboxProof = z.infer<typeof MailboxProof>;

/** The address of a login's mailbox page; its cookie is sent nowhere else. */
export const mailboxPath = ({ interactionUid, loginId }: MailboxProof): string =>
  `/login/${interactionUid}/mailbox/${loginId}`;

/** The sealed cookie by which the callback hands a login over to the mailbox page. */
@Injectable()
export class MailboxCookies {
  private readonly name: string;

  constructor(
    private readonly issuer: Issuer,
    private readonly keys: Keys,
  ) {
    this.name = `${issuer.secure ? '__Secure-' : ''}${NAME}`;
  }

  async seal(proof: MailboxProof): Promise<Cookie> {
    return {
      name: this.name,
      value: await sealCookie(this.keys.cookies, PURPOSE, proof, MAILBOX_MINUTES * 60),
      options: {
        httpOnly: true,
        sameSite: 'lax',
        secure: this.issuer.secure,
        path: mailboxPath(proof),
        maxAge: MAILBOX_MINUTES * 60_000,
      },
    };
  }

  /** What this browser carries for this login; undefined for any other browser, and after ten minutes. */
  async open(request: Request, loginId: string): Promise<MailboxProof | undefined> {
    const value = parseCookie(request.get('cookie') ?? '')[this.name];
    const proof = MailboxProof.safeParse(await openCookie(this.keys.cookies, PURPOSE, value)).data;
    return proof?.loginId === loginId ? proof : undefined;
  }
}
