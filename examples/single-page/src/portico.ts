import * as oidc from 'openid-client';

/** What must come back from Portico unchanged. */
export interface Pending {
  state: string;
  nonce: string;
  verifier: string;
}

/** What the backend keeps of a person; none of it ever reaches the browser but the claims. */
export interface SignedIn {
  claims: Record<string, unknown>;
  idToken: string;
  accessToken: string;
  refreshToken: string;
  expiresAt: number;
}

export interface Client {
  issuer: string;
  clientId: string;
  clientSecret: string;
  url: string;
  audience: string;
}

type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

/** Everything that the backend says to Portico, as a confidential client that pushes its requests (RFC 9126). */
export class Portico {
  private found?: Promise<oidc.Configuration>;
  private readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  async beginSignIn(): Promise<{ address: string; pending: Pending }> {
    const pending = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const address = await oidc.buildAuthorizationUrlWithPAR(await this.discover(), {
      redirect_uri: `${this.client.url}/callback`,
      scope: 'openid profile email calls:read',
      resource: this.client.audience,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, pending };
  }

  async finishSignIn(answer: URL, pending: Pending): Promise<SignedIn> {
    const tokens = await oidc.authorizationCodeGrant(await this.discover(), answer, {
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.verifier,
      idTokenExpected: true,
    });
    return toSignedIn(tokens, { ...tokens.claims() }, tokens.id_token ?? '');
  }

  /** New tokens for old; the refresh token that was used is worth nothing afterwards (RFC 9700 §4.14). */
  async refresh(person: SignedIn): Promise<SignedIn> {
    const tokens = await oidc.refreshTokenGrant(await this.discover(), person.refreshToken);
    return toSignedIn(tokens, { ...person.claims, ...tokens.claims() }, tokens.id_token ?? person.idToken);
  }

  async signOutAddress({ idToken }: SignedIn): Promise<string> {
    const parameters = { id_token_hint: idToken, post_logout_redirect_uri: `${this.client.url}/` };
    return oidc.buildEndSessionUrl(await this.discover(), parameters).href;
  }

  private discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.client;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out; loopback alone
    const execute = new URL(issuer).hostname === 'localhost' ? [oidc.allowInsecureRequests] : [];
    const authentication = oidc.ClientSecretPost(clientSecret);
    this.found ??= oidc.discovery(new URL(issuer), clientId, undefined, authentication, { execute });
    return this.found;
  }
}

const toSignedIn = (tokens: Tokens, claims: Record<string, unknown>, idToken: string): SignedIn => ({
  claims,
  idToken,
  accessToken: tokens.access_token,
  refreshToken: tokens.refresh_token ?? '',
  expiresAt: Date.now() + (tokens.expiresIn() ?? 0) * 1000,
});
