import { createHash, randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { ask } from '../load/http.ts';
import { Cookies } from '../load/cookies.ts';

/** An e-mail address and what it stands for. */
export interface Kind {
  name: string;
  email: string;
}

/** A form that refuses all these kinds alike; the first kind is the one that the others are held against. */
export interface Door {
  name: string;
  /** What the form's action ends with. */
  path: string;
  fields: Record<string, string>;
  /** How it refuses every one of them. */
  status: number;
  kinds: Kind[];
}

interface Addresses {
  broker: string;
  phone: string;
}

/**
 * A sign-in that stays where it is, on a connection of its own: what it is refused, it may try again. The e-mail
 * that the broker would keep for it is not kept, so that every try is the same request but for its address.
 */
export class Visitor {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly cookies = new Cookies();
  private readonly addresses: Addresses;
  private screen1 = new URL('http://localhost');

  constructor(addresses: Addresses) {
    this.addresses = addresses;
  }

  async open(): Promise<void> {
    const first = await ask(this.agent, authorizationUrl(this.addresses));
    this.cookies.take(first.headers['set-cookie'], first.url.pathname);
    this.screen1 = new URL(first.headers.location ?? '', first.url);
    if (!this.screen1.pathname.startsWith('/login/')) throw new Error(`no screen 1: ${first.status}`);
  }

  /** Milliseconds from the form to the last byte of its answer. */
  async try({ path, fields, status }: Door, { email }: Kind): Promise<number> {
    const url = new URL(`${this.screen1.pathname}${path}`, this.screen1);
    const body = new URLSearchParams({ email, ...fields }).toString();
    const answer = await ask(this.agent, url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
        accept: 'text/html',
        origin: url.origin,
        cookie: this.cookies.headerFor(url.pathname),
      },
    });
    if (answer.status !== status) throw new Error(`${answer.status} instead of ${status} for ${email}`);
    return answer.milliseconds;
  }

  close(): void {
    this.agent.destroy();
  }
}

const authorizationUrl = ({ broker, phone }: Addresses): URL => {
  const url = new URL('/oauth2/authorize', broker);
  const parameters = {
    client_id: 'phone',
    redirect_uri: `${phone}/callback`,
    response_type: 'code',
    scope: 'openid',
    state: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
};
