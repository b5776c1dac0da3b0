import type { Problem, Scope } from '@portico/contracts';
import { addresses, readCredentials } from './env.ts';

const SCOPES: Scope[] = ['tenants:read', 'tenants:write', 'sso:read', 'sso:write', 'sso:seed', 'users:write'];
const TRIES = 4;

/** What a request to a `/v1` API consists of besides its address. */
export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  json?: object;
  /** Sent as it is, with its media type in `headers`. */
  text?: string;
  headers?: Record<string, string>;
}

/** Portico refused; the problem details say whose move it is (RFC 9457). */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(request: string, problem: Problem) {
    const fields = (problem.errors ?? []).map(({ pointer, message }) => `\n  ${pointer} ${message}`).join('');
    super(
      `${request} was refused with ${problem.code} (${problem.status}): ${problem.detail}${fields}\n  trace ${problem.traceId}`,
    );
    this.problem = problem;
  }
}

/** A token for the `/v1` APIs by client credentials (RFC 6749 §4.4, RFC 8707). */
const getToken = async (): Promise<string> => {
  const { clientId, clientSecret } = readCredentials();
  const response = await fetch(`${addresses.broker}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: SCOPES.join(' '),
      resource: 'urn:portico:api',
    }),
  });
  const body = (await response.json()) as { access_token?: string; scope?: string; error?: string };
  if (!body.access_token) throw new Error(`no token: ${body.error ?? response.status}`);
  const missing = SCOPES.filter((scope) => !body.scope?.split(' ').includes(scope));
  if (missing.length > 0) throw new Error(`the application lacks the scopes ${missing.join(' ')}`);
  return body.access_token;
};

/** The `/v1` APIs in the hands of one machine application. */
export class Portico {
  private readonly token: string;

  private constructor(token: string) {
    this.token = token;
  }

  static async open(): Promise<Portico> {
    return new Portico(await getToken());
  }

  /** The JSON of a good answer. */
  async call<Body>(url: string, request: ApiRequest = {}): Promise<Body> {
    return (await (await this.send(url, request)).json()) as Body;
  }

  /**
   * A good answer. What failed on the way is sent again; the `Idempotency-Key` of a POST keeps it from being done
   * twice, and PUT and PATCH with `If-Match` cannot be.
   */
  async send(url: string, request: ApiRequest): Promise<Response> {
    for (let tried = 1; ; tried++) {
      const response = await this.sendOnce(url, request).catch((error: unknown) => {
        if (tried === TRIES) throw error;
        return undefined;
      });
      if (response?.ok) return response;
      const again = !response || response.status === 503;
      if (response && (!again || tried === TRIES))
        throw new Refused(`${request.method ?? 'GET'} ${url}`, (await response.json()) as Problem);
      await new Promise((resolve) => setTimeout(resolve, 2 ** tried * 250));
    }
  }

  private async sendOnce(url: string, request: ApiRequest): Promise<Response> {
    const { method = 'GET', json, text, headers = {} } = request;
    return await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(json && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json ? JSON.stringify(json) : text,
    });
  }
}
