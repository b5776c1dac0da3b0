import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HostileKeys } from './hostile-idp-keys.js';
import { type Reply, send } from './hostile-idp-replies.js';

export type HostileEndpoint = 'discovery' | 'jwks' | 'token' | 'userinfo';

/** One request as it arrived. */
export interface HostileRequest {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** The client's port: the same one for requests over the same connection. */
  port: number | undefined;
}

/** Changes an honest reply into another one; may look at the request. */
export type Lie = (honest: Reply & { body: Record<string, unknown> }, request: HostileRequest) => Reply;

interface Grant {
  nonce: string | null;
  challenge: string | null;
}

/** What an ID token says and how it is signed, before it is signed. */
export interface TokenDraft {
  header: { alg: string; kid?: string; [name: string]: unknown };
  claims: Record<string, unknown>;
}

/**
 * An IdP for attacks: honest until told otherwise, then it says whatever the test wants at any endpoint. It has real
 * keys, speaks plain HTTP on a free loopback port and counts what is asked of it. `reset` makes it honest again.
 */
export class HostileIdp {
  readonly keys: HostileKeys;
  requests: Record<HostileEndpoint | 'elsewhere', HostileRequest[]>;
  /** Lies by endpoint. */
  lies: Partial<Record<HostileEndpoint, Lie>>;
  /** Changes the ID token before it is signed. */
  draft: (honest: TokenDraft) => TokenDraft;
  /** Signs the ID token; may sign with anything, or not at all. */
  sign: (draft: TokenDraft) => Promise<string>;
  /** The person who signs in here. */
  person: Record<string, unknown>;
  /** The refresh tokens that are good for one more use; undefined where none are issued. A second use ends them all. */
  refreshTokens: Set<string> | undefined;
  private readonly grants = new Map<string, Grant>();
  private codes = 0;

  constructor(
    readonly origin: string,
    readonly clientId: string,
    keys: HostileKeys,
    private readonly stop: () => Promise<void>,
    /** Where the issuer is on its origin. */
    private readonly path: string,
  ) {
    this.keys = keys;
    this.reset();
  }

  get issuer(): string {
    return this.origin + this.path;
  }

  reset(): void {
    this.requests = { discovery: [], jwks: [], token: [], userinfo: [], elsewhere: [] };
    this.lies = {};
    this.refreshTokens = undefined;
    this.draft = (honest) => honest;
    this.sign = ({ header, claims }) => this.keys.sign(header, claims);
    this.person = { sub: 'scout', email: 'scout@acme.example', email_verified: true, name: 'Scout Finch' };
  }

  /** The browser's visit: somebody signs in, and this is what the browser brings back. */
  authorize(url: string): URLSearchParams {
    const asked = new URL(url).searchParams;
    const code = `code-${(++this.codes).toString()}`;
    this.grants.set(code, { nonce: asked.get('nonce'), challenge: asked.get('code_challenge') });
    return new URLSearchParams({ code, state: asked.get('state') ?? '', iss: this.issuer });
  }

  async close(): Promise<void> {
    await this.stop();
  }

  /** Receives one request of the server. */
  async receive(request: HostileRequest, response: ServerResponse): Promise<void> {
    const endpoint = this.endpointOf(request.path.split('?')[0] ?? '');
    this.requests[endpoint].push(request);
    const body = endpoint === 'elsewhere' ? {} : await this.honestBody(endpoint, request);
    const status = endpoint === 'elsewhere' ? 404 : 'error' in body ? 400 : 200;
    const honest = { status, headers: { 'content-type': 'application/json' }, body };
    const lie = endpoint === 'elsewhere' ? undefined : this.lies[endpoint];
    await send(response, lie ? lie(honest, request) : honest);
  }

  private endpointOf(path: string): HostileEndpoint | 'elsewhere' {
    const endpoints: Record<string, HostileEndpoint> = {
      '/.well-known/openid-configuration': 'discovery',
      '/jwks': 'jwks',
      '/token': 'token',
      '/userinfo': 'userinfo',
    };
    return (path.startsWith(this.path) && endpoints[path.slice(this.path.length)]) || 'elsewhere';
  }

  private async honestBody(
    endpoint: HostileEndpoint,
    request: HostileRequest,
  ): Promise<Record<string, unknown>> {
    if (endpoint === 'discovery') return this.document();
    if (endpoint === 'jwks') return { keys: this.keys.published };
    if (endpoint === 'userinfo') return { ...this.person };
    return await this.redeem(new URLSearchParams(request.body));
  }

  private document(): Record<string, unknown> {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  private async redeem(parameters: URLSearchParams): Promise<Record<string, unknown>> {
    if (parameters.get('grant_type') === 'refresh_token') return await this.refresh(parameters);
    const code = parameters.get('code') ?? '';
    const grant = this.grants.get(code);
    const verifier = new TextEncoder().encode(parameters.get('code_verifier') ?? '');
    const challenge = Buffer.from(await crypto.subtle.digest('SHA-256', verifier)).toString('base64url');
    this.grants.delete(code);
    if (!grant || grant.challenge !== challenge) return { error: 'invalid_grant' };
    return await this.issue({ nonce: grant.nonce });
  }

  private async refresh(parameters: URLSearchParams): Promise<Record<string, unknown>> {
    if (this.refreshTokens?.delete(parameters.get('refresh_token') ?? '')) return await this.issue({});
    this.refreshTokens?.clear();
    return { error: 'invalid_grant' };
  }

  private async issue(more: Record<string, unknown>): Promise<Record<string, unknown>> {
    const now = Math.floor(Date.now() / 1000);
    const times = { iat: now, exp: now + 300, auth_time: now };
    const claims = { iss: this.issuer, aud: this.clientId, ...more, ...times, ...this.person };
    const draft = this.draft({ header: { alg: 'RS256', kid: this.keys.kid }, claims });
    return {
      access_token: 'access',
      token_type: 'Bearer',
      expires_in: 300,
      id_token: await this.sign(draft),
      ...this.issueRefreshToken(),
    };
  }

  private issueRefreshToken(): { refresh_token?: string } {
    if (!this.refreshTokens) return {};
    const token = `refresh-${(++this.codes).toString()}`;
    this.refreshTokens.add(token);
    return { refresh_token: token };
  }
}

/** Starts a hostile IdP for one client on a free port of 127.0.0.1, its issuer at the path given. */
export const startHostileIdp = async (clientId = 'portico', path = '/realms/acme'): Promise<HostileIdp> => {
  const keys = await HostileKeys.make();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const idp = new HostileIdp(`http://127.0.0.1:${port.toString()}`, clientId, keys, stop, path);
  server.on('request', (request, response) => {
    receive(request)
      .then((received) => idp.receive(received, response))
      .catch(() => response.destroy());
  });
  return idp;
};

const receive = async (request: IncomingMessage): Promise<HostileRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = '', url = '', headers, socket } = request;
  return { method, path: url, headers, body: Buffer.concat(chunks).toString(), port: socket.remotePort };
};
