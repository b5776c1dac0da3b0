import { createHash, randomBytes } from 'node:crypto';

/** One login at the identity provider, by its code, which is its access token too. */
export interface IdpLogin {
  email: string;
  clientId: string;
  nonce: string;
}

const MOST = 20_000;

/** Who is signing in, and how many milliseconds the answers to their login's back channel took. */
export class Accounts {
  private readonly logins = new Map<string, IdpLogin>();
  private readonly redeemed = new Set<string>();
  private milliseconds: Record<string, number> = {};

  begin(login: IdpLogin): string {
    const code = randomBytes(24).toString('base64url');
    this.logins.set(code, login);
    const [oldest] = this.logins.keys();
    if (this.logins.size > MOST && oldest) this.logins.delete(oldest);
    return code;
  }

  /** Once. */
  redeem(code: string): IdpLogin | undefined {
    const login = this.logins.get(code);
    if (!login || this.redeemed.has(code)) return undefined;
    this.redeemed.add(code);
    return login;
  }

  find(code: string): IdpLogin | undefined {
    return this.logins.get(code);
  }

  claimsOf({ email }: IdpLogin): Record<string, unknown> {
    const sub = createHash('sha256').update(email).digest('base64url');
    return { sub, email, email_verified: true, name: 'Somebody at work' };
  }

  took(code: string, milliseconds: number): void {
    this.milliseconds[code] = (this.milliseconds[code] ?? 0) + milliseconds;
  }

  /** By code, since the last time that somebody asked. */
  times(): Record<string, number> {
    const told = this.milliseconds;
    this.milliseconds = {};
    return told;
  }
}
