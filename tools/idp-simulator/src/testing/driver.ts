import * as oidc from 'openid-client';
import { startSimulator, type Simulator } from '../start-simulator.js';

/** A browser as far as the simulator needs one: it keeps cookies and does not follow redirects. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly simulatorUrl: string) {}

  async open(url: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return response;
  }

  /** Follows redirects inside the simulator, and stops at a page or before the application. */
  async follow(url: string, form?: Record<string, string>): Promise<{ url: string; response: Response }> {
    const response = await this.open(url, form);
    const next = response.headers.get('location');
    if (!next) return { url, response };
    const absolute = new URL(next, url).href;
    return absolute.startsWith(this.simulatorUrl) ? await this.follow(absolute) : { url: absolute, response };
  }
}

export const redirectUri = 'http://localhost:3001/oauth2/idpresponse/7';
export const verifier = oidc.randomPKCECodeVerifier();
export const checks = { expectedState: 'state-1', expectedNonce: 'nonce-1', pkceCodeVerifier: verifier };

/** A started simulator, and a relying party with openid-client that signs in at it. */
export class Driver {
  private constructor(
    readonly simulator: Simulator,
    readonly issuer: string,
  ) {}

  static async start(stateFile?: string, port = 0): Promise<Driver> {
    const simulator = await startSimulator({ port, stateFile });
    return new Driver(simulator, `${simulator.url}/keycloak/realms/acme`);
  }

  browser = (): Browser => new Browser(this.simulator.url);

  /** A request to the control API of this personality. */
  put(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.simulator.url}/control/keycloak/${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  register = () => this.put('clients/portico', { clientSecret: 'right-secret', redirectUris: [redirectUri] });

  configure(
    clientId = 'portico',
    authentication = oidc.ClientSecretBasic('right-secret'),
  ): Promise<oidc.Configuration> {
    return oidc.discovery(new URL(this.issuer), clientId, undefined, authentication, {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out; loopback alone
      execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
    });
  }

  /** Goes to the login page and sends its form; the address that the application is called back at. */
  async signIn(
    config: oidc.Configuration,
    form: Record<string, string>,
    browser = this.browser(),
  ): Promise<URL> {
    const page = await browser.follow(await authorizationUrl(config));
    return new URL((await browser.follow(page.url, form)).url);
  }

  async wholeLogin(person = 'agent@acme.example', config?: oidc.Configuration) {
    const used = config ?? (await this.configure());
    const callback = await this.signIn(used, { person });
    return { config: used, callback, tokens: await oidc.authorizationCodeGrant(used, callback, checks) };
  }
}

export async function authorizationUrl(
  config: oidc.Configuration,
  extra: Record<string, string> = {},
): Promise<string> {
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...extra,
  });
  return url.href;
}

/** Everything that openid-client says about a refusal: the OAuth error that came, or what it found wrong itself. */
export const refusal = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason as oidc.ResponseBodyError,
  );
  const texts: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) texts.push(at.message);
  return {
    status: error?.status,
    error: error?.error,
    description: error?.error_description,
    why: texts.join(': '),
  };
};
