import * as oidc from 'openid-client';

/** What this application remembers of a person who signed in. */
export interface SignedIn {
  claims: Record<string, unknown>;
  idToken: string;
}

/** What must come back from Portico unchanged; kept in the browser's session while the person is away. */
export interface Pending {
  state: string;
  nonce: string;
  verifier: string;
}

const secrets = (): Pending => ({
  state: oidc.randomState(),
  nonce: oidc.randomNonce(),
  verifier: oidc.randomPKCECodeVerifier(),
});

/** Everything that this application says to Portico: authorization code with PKCE, as a public client. */
export class Portico {
  private found?: Promise<oidc.Configuration>;

  constructor(
    private readonly issuer: URL,
    private readonly url: string,
  ) {}

  /** Whether this is the issuer that others may name when they send people here (OpenID Connect Core §4). */
  isIssuer(issuer: string): boolean {
    return URL.parse(issuer)?.href === this.issuer.href;
  }

  async beginSignIn(hint?: string): Promise<{ address: string; pending: Pending }> {
    const pending = secrets();
    const address = oidc.buildAuthorizationUrl(await this.discover(), {
      redirect_uri: `${this.url}/callback`,
      scope: 'openid profile email',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
      ...(hint !== undefined && { login_hint: hint }),
    });
    return { address: address.href, pending };
  }

  /** Turns the answer at `/callback` into a person; throws what Portico or openid-client refuses. */
  async finishSignIn(answer: URL, pending: Pending): Promise<SignedIn> {
    const config = await this.discover();
    const tokens = await oidc.authorizationCodeGrant(config, answer, {
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims() ?? { sub: '' };
    const profile = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
    return { claims: { ...profile, ...claims }, idToken: tokens.id_token ?? '' };
  }

  async signOutAddress({ idToken }: SignedIn): Promise<string> {
    const address = oidc.buildEndSessionUrl(await this.discover(), {
      id_token_hint: idToken,
      post_logout_redirect_uri: `${this.url}/`,
    });
    return address.href;
  }

  /** Asked once, at the first sign-in, and again after a failure: Portico may start later than this application. */
  private discover(): Promise<oidc.Configuration> {
    // Only a loopback address goes without https: on any other, remove this or Portico's own check refuses.
    const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(this.issuer.hostname);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out; loopback alone
    const execute = loopback ? [oidc.allowInsecureRequests] : [];
    this.found ??= oidc
      .discovery(this.issuer, 'phone', undefined, oidc.None(), { execute })
      .catch((error: unknown) => {
        this.found = undefined;
        throw error;
      });
    return this.found;
  }
}
