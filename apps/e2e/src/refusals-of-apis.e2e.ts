import { CODES, Problem, type Code, type Connection } from '@portico/contracts';
import { Api, request, type ApiAnswer } from './api.js';
import { acme, house } from './house.js';
import { whileIdpIs } from './simulator.js';

const { simulator, ssoConfig, broker } = house.addresses;
let api: Api;

beforeAll(async () => {
  api = await Api.open(house);
});

/** Problem details (RFC 9457) with everything that the catalogue says of the code. */
const expectProblem = ({ status, headers, body }: ApiAnswer, code: Code): Problem => {
  const problem = Problem.parse(body);
  const { status: wanted, userText, adminText } = CODES[code];
  expect({ code: problem.code, status }).toEqual({ code, status: wanted });
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(problem).toMatchObject({
    type: `urn:portico:problem:${code}`,
    title: userText,
    detail: adminText,
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  return problem;
};

describe('a Discovery URL is refused that', () => {
  let draft: Connection;
  beforeAll(async () => {
    draft = await api.addDraft(acme.tenantId, 'Refused');
  });

  const save = async (discoveryUrl: string): Promise<ApiAnswer> =>
    await request('PATCH', `${api.connectionsUrl(acme.tenantId)}/${draft.id}`, {
      token: api.token,
      body: { clientId: 'portico', clientSecret: 'a-secret', discoveryUrl },
      headers: { 'if-match': '"0"' },
    });
  const expectRefused = async (discoveryUrl: string, code: Code): Promise<void> => {
    expectProblem(await save(discoveryUrl), code);
    const stored = await api.call<Connection>('GET', `${api.connectionsUrl(acme.tenantId)}/${draft.id}`);
    expect(stored).toEqual(draft);
  };

  it.each<[is: string, url: string, code: Code]>([
    ['is private', 'https://10.0.0.7/', 'discovery_url_private'],
    ['is this machine', 'https://localhost/', 'discovery_url_private'],
    ['is the metadata service of a cloud', 'https://169.254.169.254/', 'discovery_url_private'],
    ['is private in another spelling', 'https://0x7f.1/', 'discovery_url_private'],
    ['is http', 'http://idp.example.com/', 'connection_values_invalid'],
    ['is http on this machine', simulator.replace('localhost', '127.0.0.2'), 'discovery_url_insecure'],
    ['has another port', 'https://idp.example.com:8443/', 'discovery_url_insecure'],
    ['is no address', 'keycloak of acme', 'discovery_url_malformed'],
    ['carries credentials', 'https://user:password@idp.example.com/', 'discovery_url_malformed'],
    ['is not an identity provider', `${simulator}/control`, 'discovery_not_openid'],
    ['names itself differently', `${simulator}/KEYCLOAK/realms/acme`, 'discovery_issuer_mismatch'],
  ])('%s', async (_, url, code) => {
    await expectRefused(url, code);
  });

  it('nobody answers at', async () => {
    await whileIdpIs({ down: true }, house, async () => {
      await expectRefused(`${simulator}/keycloak/realms/acme`, 'discovery_unreachable');
    });
  });
});

describe('a malformed body is refused, and the field is named', () => {
  it.each<[string, string, unknown, string]>([
    ['an e-mail that is none', 'users', { email: 5, name: 'Boo' }, '/email'],
    ['a name that is missing', 'users', { email: 'boo@acme.example' }, '/name'],
    [
      'a role that does not exist',
      'users',
      { email: 'boo@acme.example', name: 'Boo', roles: ['king'] },
      '/roles/0',
    ],
    [
      'a field that does not exist',
      'users',
      { email: 'boo@acme.example', name: 'Boo', admin: true },
      '/admin',
    ],
    ['a provider that does not exist', 'connections', { provider: 'myspace' }, '/provider'],
    ['a list instead of an object', 'connections', [], ''],
  ])('%s', async (_, resource, body, pointer) => {
    const url = resource === 'users' ? api.usersUrl(acme.tenantId) : api.connectionsUrl(acme.tenantId);
    const { errors } = expectProblem(
      await request('POST', url, { token: api.token, body }),
      'request_invalid',
    );
    expect(errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('a redirect URI that is neither https nor on this machine', async () => {
    const body = { id: 'evil', name: 'Evil', kind: 'public', redirectUris: ['http://evil.example/'] };
    const answer = await request('POST', `${broker}/v1/applications`, { token: api.token, body });
    expect(expectProblem(answer, 'request_invalid').errors?.[0]?.pointer).toBe('/redirectUris/0');
  });

  it('a change that does not say what it changes', async () => {
    const url = `${api.connectionsUrl(acme.tenantId)}/${acme.connectionId}`;
    const answer = await request('PATCH', url, { token: api.token, body: { name: 'Other' } });
    expect(expectProblem(answer, 'request_invalid').errors?.[0]?.pointer).toBe('/headers/if-match');
  });

  it('a change from a revision that is not the stored one', async () => {
    const url = `${api.connectionsUrl(acme.tenantId)}/${acme.connectionId}`;
    const headers = { 'if-match': '"999"' };
    expectProblem(
      await request('PATCH', url, { token: api.token, body: { name: 'Other' }, headers }),
      'revision_conflict',
    );
  });

  it.each([
    ['no JSON', '{"email":'],
    ['nothing', ''],
  ])('%s', async (_, body) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await request('POST', api.usersUrl(acme.tenantId), { token: api.token, body, headers });
    expectProblem(answer, 'request_invalid');
  });
});

it('an application is refused under an id that another has', async () => {
  const { id } = await api.addApplication();
  const body = { id, name: 'The same again', kind: 'public', redirectUris: ['http://localhost:9/callback'] };
  const answer = await request('POST', `${broker}/v1/applications`, { token: api.token, body });
  expectProblem(answer, 'application_id_taken');
});

describe('a bearer is refused', () => {
  const url = `${ssoConfig}/v1/tenants/${acme.tenantId}`;

  it.each([
    ['without a token', undefined],
    ['with a token that nobody has issued', 'a'.repeat(43)],
    ['with a token full of other characters', "' OR 1=1 --"],
  ])('%s', async (_, token) => {
    const answer = await request('GET', url, { token });
    expectProblem(answer, 'token_invalid');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('at an address where nothing is', async () => {
    expectProblem(await request('GET', `${ssoConfig}/v1/nothing`, { token: api.token }), 'not_found');
  });
});
