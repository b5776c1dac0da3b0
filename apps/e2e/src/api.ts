import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  API_AUDIENCE,
  type Application,
  type ApplicationCreated,
  type Connection,
  type CreateApplication,
  type Role,
  Scope,
  type Tenant,
  type User,
} from '@portico/contracts';
import type { HouseDescription } from '@portico/launcher';
import { checkDescribed } from './described.js';
import { registerClient } from './simulator.js';

type House = Pick<HouseDescription, 'addresses' | 'keys'>;

/** A short name that nobody has; a house may see a suite more than once. */
export const newSlug = (): string => `e2e-${randomBytes(8).toString('hex')}`;

/** An answer of a `/v1` API, refusals included. */
export interface ApiAnswer<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

const SCOPES = Scope.options.join(' ');

/** One request to a `/v1` API; its answer is held against the API's document. */
export const request = async <Body = Record<string, unknown>>(
  method: string,
  url: string,
  { token, body, headers = {} }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<ApiAnswer<Body>> => {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const { status, headers: received } = response;
  const parsed = text ? (JSON.parse(text) as unknown) : undefined;
  checkDescribed(url, { method, status, contentType: received.get('content-type'), body: parsed });
  return { status, headers: received, body: (parsed ?? null) as Body };
};

/** What a machine application proves itself with. */
export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** An access token for the `/v1` APIs by client credentials. */
export const getToken = async (
  { addresses }: Pick<House, 'addresses'>,
  { clientId, clientSecret }: Credentials,
  scope: string,
): Promise<string> => {
  const answer = await fetch(`${addresses.broker}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope,
      resource: API_AUDIENCE,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (!token) throw new Error(`no token: ${answer.status}`);
  return token;
};

/** The `/v1` APIs of a house in the hands of its first machine application, which may do everything. */
export class Api {
  private constructor(
    private readonly house: House,
    readonly token: string,
  ) {}

  static async open(house: House): Promise<Api> {
    const clientSecret = readFileSync(house.keys.seedSecret, 'utf8').trim();
    return new Api(house, await getToken(house, { clientId: 'seed', clientSecret }, SCOPES));
  }

  /** A request that must succeed; gives its body. */
  async call<Body>(
    method: string,
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Body> {
    const answer = await request<Body>(method, url, { token: this.token, body, headers });
    if (answer.status >= 300)
      throw new Error(`${method} ${url} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A tenant of a test's own. */
  async addTenant(slug: string, name: string): Promise<Tenant> {
    return await this.call('POST', `${this.house.addresses.ssoConfig}/v1/tenants`, { slug, name });
  }

  /** A public application of a test's own, at an address where nobody listens. */
  async addApplication(rest: Partial<CreateApplication> = {}): Promise<Application> {
    return await this.call('POST', `${this.house.addresses.broker}/v1/applications`, {
      id: newSlug(),
      name: 'Application of a test',
      kind: 'public',
      redirectUris: ['http://localhost:9/callback'],
      ...rest,
    });
  }

  /** A machine application with every scope, for these tenants or all. */
  async addMachine(tenantIds: string[] | null): Promise<Credentials> {
    const { id, clientSecret } = await this.call<ApplicationCreated>(
      'POST',
      `${this.house.addresses.broker}/v1/applications`,
      { id: newSlug(), name: 'Machine of a test', kind: 'machine', apiScopes: Scope.options, tenantIds },
    );
    return { clientId: id, clientSecret: clientSecret ?? '' };
  }

  async addUser(
    tenantId: string,
    user: { email: string; name: string; externalId?: string; roles?: Role[] },
  ): Promise<User> {
    return await this.call('POST', this.usersUrl(tenantId), user);
  }

  async changeUser(tenantId: string, userId: string, changes: object): Promise<User> {
    return await this.call('PATCH', `${this.usersUrl(tenantId)}/${userId}`, changes);
  }

  usersUrl(tenantId: string): string {
    return `${this.house.addresses.identity}/v1/tenants/${tenantId}/users`;
  }

  connectionsUrl(tenantId: string): string {
    return `${this.house.addresses.ssoConfig}/v1/tenants/${tenantId}/connections`;
  }

  /** A draft without values. */
  async addDraft(tenantId: string, name: string): Promise<Connection> {
    return await this.call('POST', this.connectionsUrl(tenantId), { provider: 'keycloak', name });
  }

  /** A connection to the simulator that is switched on, with a client of its own there. */
  async addConnection(tenantId: string, name: string): Promise<Connection> {
    const draft = await this.addDraft(tenantId, name);
    const client = { clientId: `portico-${draft.id}`, clientSecret: `secret-of-${draft.id}` };
    await registerClient(this.house, { ...client, redirectUri: draft.redirectUri });
    const discoveryUrl = `${this.house.addresses.simulator}/keycloak/realms/acme`;
    const url = `${this.connectionsUrl(tenantId)}/${draft.id}`;
    await this.call('PATCH', url, { ...client, discoveryUrl }, { 'if-match': '"0"' });
    return await this.setMode(draft, 'enabled');
  }

  async setMode({ tenantId, id }: Pick<Connection, 'tenantId' | 'id'>, mode: string): Promise<Connection> {
    return await this.call('PUT', `${this.connectionsUrl(tenantId)}/${id}/mode`, { mode });
  }
}
