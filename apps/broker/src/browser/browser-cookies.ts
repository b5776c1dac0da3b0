import { openCookie, sealCookie } from '@portico/secrets';
import { currentTraceparent, isTraced, traceCookieOf } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { z } from 'zod';
import { Issuer } from '../issuer/issuer.js';
import { Keys } from '../keys/keys.js';

/** What one kind of cookie carries, where it is sent to, and for how long. */
export interface CookieKind<Content> {
  /** Also the purpose that is sealed in: no cookie can be taken for one of another kind. */
  name: string;
  path: string;
  seconds: number;
  content: z.ZodType<Content>;
  /** Whether a cookie beside it, of the same path, names the trace of its login. */
  traced?: boolean;
}

type Place = Pick<CookieKind<unknown>, 'name' | 'path'>;

const traceOf = ({ name, path }: Place): Place => ({ name: traceCookieOf(name), path });

/** An answer to a browser, of Express or of Koa. */
interface Answer {
  append(name: 'set-cookie', value: string): unknown;
}

/** A request of a browser, of Express or of Koa. */
interface Question {
  get(name: 'cookie'): string | undefined;
}

/** Sealed cookies by which a browser remembers something for Portico: it can neither read nor change them. */
@Injectable()
export class BrowserCookies {
  private readonly parsed = new WeakMap<Question, Record<string, string | undefined>>();

  constructor(
    private readonly issuer: Issuer,
    private readonly keys: Keys,
  ) {}

  async keep<Content>(answer: Answer, kind: CookieKind<Content>, content: Content): Promise<void> {
    const sealed = await sealCookie(this.keys.cookies, kind.name, content, kind.seconds);
    this.set(answer, kind, sealed, kind.seconds);
    // Only while somebody follows this login: its later hops find their trace by it.
    if (kind.traced && isTraced()) this.set(answer, traceOf(kind), currentTraceparent(), kind.seconds);
  }

  /** Undefined where there is none, or where it is not as this kind is. */
  async read<Content>(request: Question, kind: CookieKind<Content>): Promise<Content | undefined> {
    const sealed = this.cookiesOf(request)[this.nameOf(kind)];
    return kind.content.safeParse(await openCookie(this.keys.cookies, kind.name, sealed)).data;
  }

  forget<Content>(answer: Answer, kind: CookieKind<Content>): void {
    this.set(answer, kind, '', 0);
    if (kind.traced && isTraced()) this.set(answer, traceOf(kind), '', 0);
  }

  private set(answer: Answer, kind: Place, value: string, maxAge: number): void {
    const { secure } = this.issuer;
    const flags = { httpOnly: true, sameSite: 'lax', secure, path: kind.path, maxAge } as const;
    answer.append('set-cookie', stringifySetCookie({ name: this.nameOf(kind), value, ...flags }));
  }

  /** Parsed once in a request: a page of a login looks for up to six of them. */
  private cookiesOf(request: Question): Record<string, string | undefined> {
    const known = this.parsed.get(request);
    if (known) return known;
    const cookies = parseCookie(request.get('cookie') ?? '');
    this.parsed.set(request, cookies);
    return cookies;
  }

  private nameOf({ name }: { name: string }): string {
    return `${this.issuer.secure ? '__Secure-' : ''}portico_${name}`;
  }
}
