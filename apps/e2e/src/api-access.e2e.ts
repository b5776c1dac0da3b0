import { randomUUID } from 'node:crypto';
import {
  type Code,
  type Connection,
  Scope,
  type SsoSettings,
  type Tenant,
  type User,
} from '@portico/contracts';
import { Api, type Credentials, getToken, newSlug, request, type ApiAnswer } from './api.js';
import { type DescribedOperation, OPERATIONS } from './described.js';
import { house } from './house.js';

interface Company {
  tenant: Tenant;
  connection: Connection;
  user: User;
}

let api: Api;
let red: Company;
let blue: Company;
let machineOfRed: Credentials;
let machineOfAll: Credentials;

const found = async (name: string): Promise<Company> => {
  const tenant = await api.addTenant(newSlug(), name);
  const email = `boo@${tenant.slug}.example`;
  return {
    tenant,
    connection: await api.addDraft(tenant.id, 'Keycloak'),
    user: await api.addUser(tenant.id, { email, name: 'Arthur Radley' }),
  };
};

beforeAll(async () => {
  api = await Api.open(house);
  red = await found('Red');
  blue = await found('Blue');
  machineOfRed = await api.addMachine([red.tenant.id]);
  machineOfAll = await api.addMachine(null);
});

/** Everything that the APIs tell of a company. */
const read = async ({ tenant: { id } }: Company): Promise<unknown[]> => [
  await api.call<SsoSettings>('GET', `${house.addresses.ssoConfig}/v1/tenants/${id}/sso`),
  await api.call('GET', api.usersUrl(id)),
];

const tokens = new Map<string, Promise<string>>();
const tokenOf = async (machine: Credentials, scopes: readonly string[]): Promise<string> => {
  const scope = scopes.join(' ');
  const known = tokens.get(`${machine.clientId} ${scope}`) ?? getToken(house, machine, scope);
  tokens.set(`${machine.clientId} ${scope}`, known);
  return await known;
};

/** Calls an operation for things that exist in the company, with the body of its example. */
const call = async (
  { method, url, body }: DescribedOperation,
  { tenant, connection, user }: Company,
  token?: string,
): Promise<ApiAnswer> => {
  const isOfConnections = url.includes('/connections/');
  const values: Record<string, string> = {
    tenantId: tenant.id,
    userId: user.id,
    connectionId: connection.id,
    id: isOfConnections ? connection.id : user.id,
    applicationId: 'phone',
    domain: 'acme.example',
  };
  const filled = url.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? randomUUID());
  const text = typeof body?.example === 'string' ? body.example : JSON.stringify(body?.example);
  return await request(method, filled, {
    token,
    body: body && text,
    headers: { ...(body && { 'content-type': body.mediaType }), 'if-match': '"0"' },
  });
};

const expectRefused = ({ status, body }: ApiAnswer, wanted: number, code: Code): void => {
  expect({ status, code: body['code'] }).toEqual({ status: wanted, code });
};

const table = (operations: DescribedOperation[]): [string, string, DescribedOperation][] =>
  operations.map((operation) => [operation.method, decodeURI(new URL(operation.url).pathname), operation]);

const withoutToken = OPERATIONS.filter(({ scopes }) => scopes.length === 0);
const withToken = OPERATIONS.filter(({ scopes }) => scopes.length > 0);
const inTenants = withToken.filter(({ url }) => url.includes('{tenantId}'));
const overTenants = withToken.filter(({ url }) => !url.includes('{tenantId}'));

describe('a machine application of one tenant', () => {
  let before: unknown[];
  beforeAll(async () => {
    before = await read(blue);
  });

  it.each(table(inTenants))('A01 finds nothing of another tenant by %s %s', async (_, __, operation) => {
    const token = await tokenOf(machineOfRed, Scope.options);
    expectRefused(await call(operation, blue, token), 404, 'not_found');
  });

  it.each(table(overTenants))('A01 may not %s %s, which reaches all tenants', async (_, __, operation) => {
    const token = await tokenOf(machineOfRed, Scope.options);
    expectRefused(await call(operation, red, token), 403, 'scope_insufficient');
  });

  it('A01 has changed nothing of the other tenant by all that', async () => {
    expect(await read(blue)).toEqual(before);
  });
});

describe('every operation', () => {
  it('A11 asks for a token, except the one whose body holds the only credential there is', () => {
    expect(withoutToken.map(({ id }) => id)).toEqual(['openSetUpLink']);
  });

  it.each(table(withToken))('A11 refuses %s %s without its scope', async (_, __, operation) => {
    const others = Scope.options.filter((scope) => !operation.scopes.includes(scope));
    const token = await tokenOf(machineOfAll, others);
    expectRefused(await call(operation, red, token), 403, 'scope_insufficient');
  });

  it.each(table(withToken))('refuses %s %s without a token, with a challenge', async (_, __, operation) => {
    const answer = await call(operation, red);
    expectRefused(answer, 401, 'token_invalid');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });
});
