import * as oidc from 'openid-client';
import { PERSONALITIES } from '../personalities/all.js';
import type { PersonalityName } from '../personality.js';
import { otherLoopback } from '../provider/other-loopback.js';
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
export const clientId = 'portico';
export const verifier = oidc.randomPKCECodeVerifier();
export const checks = { expectedState: 'state-1', expectedNonce: 'nonce-1', pkceCodeVerifier: verifier };

/** A started simulator, and a relying party with openid-client that signs in at one of its personalities. */
export class Driver {
  private constructor(
    readonly simulator: Simulator,
    readonly name: PersonalityName,
    readonly issuer: string,
    private readonly company: string,
  ) {}

  static async start(name: PersonalityName, stateFile?: string, port = 0): Promise<Driver> {
    return Driver.at(await startSimulator({ port, stateFile }), name);
  }

  /** Another personality of a simulator that runs already. */
  static at(simulator: Simulator, name: PersonalityName): Driver {
    const { issuerPath, company } = PERSONALITIES.find((one) => one.name === name) ?? raise(name);
    return new Driver(simulator, name, `${simulator.url}${issuerPath}`, company);
  }

  get otherHost(): string {
    return otherLoopback(this.simulator.url);
  }

  browser = (): Browser => new Browser(this.simulator.url);

  address = (role: string): string => `${role}@${this.company}.example`;

  /** A request to the control API of this personality. */
  put(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.simulator.url}/control/${this.name}/${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  register = (extra: object = {}) =>
    this.put(`clients/${clientId}`, { clientSecret: 'right-secret', redirectUris: [redirectUri], ...extra });

  /** Does something while switches are on, and switches all of them off again. */
  async whileOn<Result>(switches: object, work: () => Promise<Result>): Promise<Result> {
    const { status } = await this.put('faults', switches);
    if (status !== 200) throw new Error(`${this.name} does not admit ${JSON.stringify(switches)}`);
    try {
      return await work();
    } finally {
      await this.put('faults', {});
    }
  }

  document = async (issuer = this.issuer): Promise<Record<string, unknown>> => {
    const response = await fetch(`${issuer}/.well-known/openid-configuration`);
    return (await response.json()) as Record<string, unknown>;
  };

  configure(
    id = clientId,
    authentication = oidc.ClientSecretBasic('right-secret'),
  ): Promise<oidc.Configuration> {
    return oidc.discovery(new URL(this.issuer), id, undefined, authentication, {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out; loopback alone
      execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
    });
  }

  /** Goes to the login page and sends its form; the address that the application is called back at. */
  async signIn(
    config: oidc.Configuration,
    form: Record<string, string>,
    { browser = this.browser(), extra = {} }: { browser?: Browser; extra?: Record<string, string> } = {},
  ): Promise<URL> {
    const page = await browser.follow(await authorizationUrl(config, extra));
    if (!page.url.startsWith(this.simulator.url)) return new URL(page.url);
    return new URL((await browser.follow(page.url, form)).url);
  }

  async wholeLogin(
    person = this.address('agent'),
    {
      config,
      browser,
      extra = {},
    }: { config?: oidc.Configuration; browser?: Browser; extra?: Record<string, string> } = {},
  ) {
    const used = config ?? (await this.configure());
    const callback = await this.signIn(used, { person }, { browser, extra });
    const maxAge = extra.max_age === undefined ? undefined : Number(extra.max_age);
    return {
      config: used,
      callback,
      tokens: await oidc.authorizationCodeGrant(used, callback, { ...checks, maxAge }),
    };
  }

  /** The claims of the ID token and of userinfo. */
  async claimsOf(person?: string, extra: Record<string, string> = {}) {
    const { config, tokens } = await this.wholeLogin(person, { extra });
    const idToken = tokens.claims() ?? raise('no ID token');
    return { idToken, userinfo: await oidc.fetchUserInfo(config, tokens.access_token, idToken.sub) };
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

const raise = (text: string): never => {
  throw new Error(text);
};

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
