import { AppError } from '@portico/contracts';
import type { UsableConnection } from '../settings/usable-connection.rules.js';
import { type KeySet, seal } from '@portico/secrets';
import {
  aConnectionTo,
  CONNECTION_ID,
  type HostileIdp,
  loginAt,
  startHostileIdp,
  TENANT_ID,
} from '@portico/testing';
import { exportJWK, generateKeyPair } from 'jose';
import { FinishUpstream, type VerifiedIdentity } from './finish-upstream.js';
import { Issuers } from './issuers.client.js';
import { StartUpstream } from './start-upstream.js';
import { UpstreamSettings } from './upstream-settings.js';
import { Wall } from './wall.client.js';

const SECRET = 'a secret: with % + / ü';

let idp: HostileIdp;
let sealingKeys: KeySet;
let sealedClientSecret: string;
let wall: Wall;
let revision = 0;

const login = async (
  changes: Partial<UsableConnection> = {},
  onTheWay?: (answer: URLSearchParams) => void,
  others: string[] = [],
): Promise<VerifiedIdentity> => {
  const settings = new UpstreamSettings([idp.origin, ...others], sealingKeys, {
    headersMs: 300,
    totalMs: 600,
  });
  wall = new Wall(settings);
  const issuers = new Issuers(settings, wall);
  const halves = { start: new StartUpstream(issuers), finish: new FinishUpstream(issuers, settings) };
  const connection = aConnectionTo(idp, { sealedClientSecret, revision: ++revision, ...changes });
  try {
    return await loginAt(idp, halves, connection, onTheWay);
  } finally {
    await wall.onApplicationShutdown();
  }
};

const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return 'signed in';
  } catch (error) {
    return error instanceof AppError ? error.code : `leaked ${String(error)}`;
  }
};

const now = (): number => Math.floor(Date.now() / 1000);
/** Changes claims of the ID token; undefined takes one out. */
const claims = (changes: Record<string, unknown>) => (): void => {
  idp.draft = ({ header, claims: honest }) => ({ header, claims: { ...honest, ...changes } });
};
const listing = (...algorithms: string[]): void => {
  idp.lies.discovery = ({ body, ...rest }) => ({
    ...rest,
    body: { ...body, id_token_signing_alg_values_supported: algorithms },
  });
};
const userinfo = (changes: Record<string, unknown>) => (): void => {
  idp.lies.userinfo = ({ body, ...rest }) => ({ ...rest, body: { ...body, ...changes } });
};

beforeAll(async () => {
  idp = await startHostileIdp();
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES+A256KW', {
    crv: 'P-256',
    extractable: true,
  });
  sealingKeys = { keys: [{ ...(await exportJWK(privateKey)), kid: 'k' }] };
  const place = { tenantId: TENANT_ID, connectionId: CONNECTION_ID, field: 'clientSecret' };
  sealedClientSecret = await seal({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k' }] }, SECRET, place);
});
beforeEach(() => idp.reset());
afterAll(async () => {
  await idp.close();
});

describe('an ID token', () => {
  const longAgo = now() - 3600;
  it.each<[string, () => void, string]>([
    ['P07 with another nonce', claims({ nonce: 'other' }), 'id_token_nonce_invalid'],
    ['P07 without a nonce', claims({ nonce: undefined }), 'id_token_nonce_invalid'],
    ['P16 with a missing iss', claims({ iss: undefined }), 'id_token_invalid'],
    ['P17 for another aud', claims({ aud: 'other' }), 'id_token_audience_invalid'],
    ['P17 without aud', claims({ aud: undefined }), 'id_token_invalid'],
    ['P17 for two aud without azp', claims({ aud: ['portico', 'x'] }), 'id_token_audience_invalid'],
    [
      'P17 for two aud with another azp',
      claims({ aud: ['portico', 'x'], azp: 'x' }),
      'id_token_audience_invalid',
    ],
    ['P17 for this aud with another azp', claims({ azp: 'attacker' }), 'id_token_audience_invalid'],
    ['P18 that expired 40 seconds ago', claims({ exp: now() - 40 }), 'id_token_time_invalid'],
    ['P18 that is not valid yet', claims({ nbf: now() + 90 }), 'id_token_time_invalid'],
    ['P18 issued an hour ago', claims({ iat: longAgo }), 'id_token_time_invalid'],
    ['P18 issued a week ago', claims({ iat: now() - 604_800 }), 'id_token_time_invalid'],
    ['P18 issued in two minutes', claims({ iat: now() + 120 }), 'id_token_time_invalid'],
    ['P18 without iat', claims({ iat: undefined }), 'id_token_invalid'],
    ['P18 without exp', claims({ exp: undefined }), 'id_token_invalid'],
    ['P18 without sub', claims({ sub: undefined }), 'id_token_invalid'],
    ['M21 with a sub of 256 characters', claims({ sub: 'x'.repeat(256) }), 'id_token_invalid'],
    ['M21 with a number as sub', claims({ sub: 7 }), 'id_token_invalid'],
  ])('%s is refused', async (_, lie, code) => {
    lie();
    await expect(codeOf(login())).resolves.toBe(code);
  });

  it.each<[string, (issuer: string) => string]>([
    ['one character more', (issuer) => `${issuer}1`],
    ['a slash more', (issuer) => `${issuer}/`],
    ['no path', (issuer) => new URL(issuer).origin],
    ['https', (issuer) => issuer.replace('http:', 'https:')],
  ])('P16 with the right iss but %s is refused', async (_, near) => {
    claims({ iss: near(idp.issuer) })();
    await expect(codeOf(login())).resolves.toBe('id_token_issuer_invalid');
  });

  it.each<[string, () => void | Promise<void>]>([
    [
      'P09 with the signature AAAA',
      () => (idp.sign = async ({ header, claims: said }) => idp.keys.forge(header, said)),
    ],
    [
      'P09 signed by a key of the same name that is not published',
      () => (idp.sign = ({ header, claims: said }) => idp.keys.signWithOther(header, said)),
    ],
    [
      'P09 with a signature of the right key for other claims',
      () => {
        idp.sign = async ({ header, claims: said }) => {
          const [head, , signature] = (await idp.keys.sign(header, said)).split('.');
          const payload = Buffer.from(JSON.stringify({ ...said, sub: 'victim' })).toString('base64url');
          return `${head ?? ''}.${payload}.${signature ?? ''}`;
        };
      },
    ],
    ['P10 unsigned', () => (idp.sign = async ({ claims: said }) => idp.keys.unsigned(said))],
    [
      'P10 unsigned, though the metadata list none',
      () => {
        listing('none', 'RS256');
        idp.sign = async ({ claims: said }) => idp.keys.unsigned(said);
      },
    ],
    ['P10 with alg null', () => (idp.sign = async ({ claims: said }) => idp.keys.forge({ alg: null }, said))],
    [
      'P11 signed HS256 with the public key',
      async () => {
        const pem = await idp.keys.publicPem();
        listing('RS256', 'HS256');
        idp.sign = ({ claims: said }) => idp.keys.signSymmetrically(said, pem);
      },
    ],
    [
      'P11 signed HS256 with the client secret',
      () => {
        listing('HS256', 'RS256');
        idp.sign = ({ claims: said }) => idp.keys.signSymmetrically(said, SECRET);
      },
    ],
    [
      'P12 signed with a published key of an algorithm that is not listed',
      () => {
        idp.keys.published = [...idp.keys.published, idp.keys.ellipticJwk];
        idp.draft = ({ claims: said }) => ({ header: { alg: 'ES256', kid: 'elliptic' }, claims: said });
      },
    ],
    [
      'P15 without kid where two keys are published',
      () => {
        const [first] = idp.keys.published;
        idp.keys.published = first ? [first, { ...first, kid: 'second' }] : [];
        idp.draft = ({ claims: said }) => ({ header: { alg: 'RS256' }, claims: said });
      },
    ],
    [
      'P13 with an unknown kid',
      () => (idp.draft = ({ claims: said }) => ({ header: { alg: 'RS256', kid: 'x' }, claims: said })),
    ],
  ])('%s is refused', async (_, lie) => {
    const published = idp.keys.published;
    await lie();
    await expect(codeOf(login())).resolves.toBe('id_token_signature_invalid');
    idp.keys.published = published;
  });

  it.each<[string, () => void]>([
    ['that is no JWT', () => (idp.sign = async () => 'not.a.jwt')],
    [
      'with a critical extension',
      () => (idp.sign = async ({ header, claims: said }) => idp.keys.forge({ ...header, crit: ['x'] }, said)),
    ],
    ['that is encrypted', () => (idp.sign = async () => 'a.b.c.d.e')],
  ])('P12 %s is refused', async (_, lie) => {
    lie();
    await expect(codeOf(login())).resolves.toBe('id_token_invalid');
  });

  it.each<[string, unknown]>([
    ['left out', undefined],
    ['empty', ''],
  ])('P08 is refused when it is %s', async (_, id_token) => {
    idp.lies.token = ({ body, ...rest }) => ({ ...rest, body: { ...body, id_token } });
    await expect(codeOf(login())).resolves.toBe('id_token_missing');
  });

  it.each<[string, () => void]>([
    [
      'P15 without kid where one key is published',
      () => (idp.draft = ({ claims: said }) => ({ header: { alg: 'RS256' }, claims: said })),
    ],
    ['P17 for a list of this aud alone', claims({ aud: ['portico'] })],
    ['P17 with the azp of this client', claims({ azp: 'portico' })],
    ['P18 that expired 20 seconds ago', claims({ exp: now() - 20 })],
    [
      'RP with a token type in other letters',
      () => {
        idp.lies.token = ({ body, ...rest }) => ({ ...rest, body: { ...body, token_type: 'bEARER' } });
      },
    ],
    [
      'RP beside no expires_in',
      () => {
        idp.lies.token = ({ body, ...rest }) => ({ ...rest, body: { ...body, expires_in: undefined } });
      },
    ],
    [
      'P12 of the second listed algorithm',
      () => {
        listing('RS256', 'ES256');
        idp.lies.jwks = (honest) => ({
          ...honest,
          body: { keys: [...idp.keys.published, idp.keys.ellipticJwk] },
        });
        idp.draft = ({ claims: said }) => ({ header: { alg: 'ES256', kid: 'elliptic' }, claims: said });
      },
    ],
  ])('%s is accepted', async (_, arrange) => {
    arrange();
    await expect(codeOf(login())).resolves.toBe('signed in');
  });
});

describe('the answer in the browser', () => {
  it.each<[string, (answer: URLSearchParams) => void, string]>([
    ['P01 without state', (answer) => answer.delete('state'), 'callback_state_invalid'],
    ['P01 with another state', (answer) => answer.set('state', 'x'), 'callback_state_invalid'],
    [
      'P01 with the state twice',
      (answer) => answer.append('state', answer.get('state') ?? ''),
      'callback_state_invalid',
    ],
    [
      'P04 from another issuer',
      (answer) => answer.set('iss', 'https://evil.example'),
      'issuer_parameter_invalid',
    ],
    ['P04 without the iss that is announced', (answer) => answer.delete('iss'), 'issuer_parameter_invalid'],
    ['P25 with an ID token', (answer) => answer.set('id_token', 'x'), 'callback_parameters_invalid'],
    ['P25 with a token', (answer) => answer.set('token', 'x'), 'callback_parameters_invalid'],
    ['P25 with a JARM response', (answer) => answer.set('response', 'x'), 'callback_parameters_invalid'],
    ['P25 with two codes', (answer) => answer.append('code', 'x'), 'callback_parameters_invalid'],
    ['P24 with an error', (answer) => answer.set('error', 'access_denied'), 'upstream_denied'],
  ])('%s is refused before the token endpoint is asked', async (_, change, code) => {
    await expect(codeOf(login({}, change))).resolves.toBe(code);
    expect(idp.requests.token).toHaveLength(0);
  });

  it('P04 may lack an iss that is not announced', async () => {
    idp.lies.discovery = ({ body, ...rest }) => ({
      ...rest,
      body: { ...body, authorization_response_iss_parameter_supported: undefined },
    });
    await expect(codeOf(login({}, (answer) => answer.delete('iss')))).resolves.toBe('signed in');
  });

  it("P23 is refused with another login's code", async () => {
    const stolen =
      idp.authorize('https://idp.example.com/?code_challenge=other&nonce=other').get('code') ?? '';
    await expect(codeOf(login({}, (answer) => answer.set('code', stolen)))).resolves.toBe(
      'upstream_code_refused',
    );
  });
});

describe('the token endpoint', () => {
  it.each<[string, number, unknown, string]>([
    ['a refused client', 401, { error: 'invalid_client' }, 'upstream_client_refused'],
    [
      'a refused client, as Keycloak says it',
      401,
      { error: 'unauthorized_client' },
      'upstream_client_refused',
    ],
    ['a refused client with status 400', 400, { error: 'invalid_client' }, 'upstream_client_refused'],
    ['401 and HTML', 401, '<html>', 'upstream_client_refused'],
    ['a refused code', 400, { error: 'invalid_grant' }, 'upstream_code_refused'],
    ['another error', 400, { error: 'unsupported_grant_type' }, 'upstream_refused'],
    [
      'an expired secret of Entra ID',
      401,
      { error: 'invalid_client', error_description: 'AADSTS7000222: x', error_codes: [7000222] },
      'upstream_secret_expired',
    ],
    ['an unknown client, as Okta says it', 401, { errorCode: 'invalid_client' }, 'upstream_client_refused'],
    ['a scope, as Okta says it', 400, { errorCode: 'invalid_scope' }, 'upstream_scope_refused'],
    ['404', 404, {}, 'upstream_answer_invalid'],
    ['500', 500, '<html>', 'upstream_unreachable'],
    ['HTML', 200, '<html>', 'upstream_answer_invalid'],
    ['no access token', 200, { id_token: 'a.b.c', token_type: 'Bearer' }, 'upstream_answer_invalid'],
    ['a token type that is no text', 200, { access_token: 'a', token_type: 7 }, 'upstream_answer_invalid'],
    ['an unknown token type', 200, { access_token: 'a', token_type: 'mac' }, 'upstream_answer_invalid'],
  ])('F15 names %s', async (_, status, body, code) => {
    const headers = { 'www-authenticate': 'Basic realm="x"', 'content-type': 'application/json' };
    idp.lies.token = () => ({ status, headers, body });
    await expect(codeOf(login())).resolves.toBe(code);
  });

  it.each([301, 302, 303, 307, 308])(
    'P27 gets no second request after a redirect with %i',
    async (status) => {
      idp.lies.token = () => ({ status, headers: { location: `${idp.origin}/stolen` }, body: '' });
      await expect(codeOf(login())).resolves.toBe('upstream_answer_invalid');
      expect(idp.requests.elsewhere).toHaveLength(0);
      expect(idp.requests.token).toHaveLength(1);
    },
  );

  it('S10 is given up in time, and the person is told', async () => {
    idp.lies.token = (honest) => ({ ...honest, endless: 'slow' });
    await expect(codeOf(login())).resolves.toBe('upstream_timeout');
  });

  const basic = `Basic ${Buffer.from('portico:a+secret%3A+with+%25+%2B+%2F+%C3%BC').toString('base64')}`;
  it.each<[string, Partial<UsableConnection>, string[] | undefined, 'basic' | 'post']>([
    ['basic where both are supported', {}, ['client_secret_post', 'client_secret_basic'], 'basic'],
    ['basic where nothing is said', {}, undefined, 'basic'],
    ['post where basic is not supported', {}, ['client_secret_post'], 'post'],
    ['basic where the admin chose it', { tokenAuth: 'basic' }, ['client_secret_post'], 'basic'],
    ['post where the admin chose it', { tokenAuth: 'post' }, ['client_secret_basic'], 'post'],
  ])('P26 gets the secret by %s, and never in an address', async (_, changes, supported, method) => {
    idp.lies.discovery = ({ body, ...rest }) => ({
      ...rest,
      body: { ...body, token_endpoint_auth_methods_supported: supported },
    });
    await expect(codeOf(login(changes))).resolves.toBe('signed in');
    const [request] = idp.requests.token;
    expect(request?.headers.authorization).toBe(method === 'basic' ? basic : undefined);
    expect(new URLSearchParams(request?.body).get('client_secret')).toBe(method === 'post' ? SECRET : null);
    expect(request?.path).toBe('/realms/acme/token');
  });
});

describe('userinfo', () => {
  it.each<[string, () => void, string]>([
    ['P19 of another sub', userinfo({ sub: 'other' }), 'userinfo_subject_mismatch'],
    ['P19 without sub', userinfo({ sub: undefined }), 'upstream_answer_invalid'],
    [
      'P20 that calls a false email_verified true',
      () => {
        claims({ email_verified: false })();
        userinfo({ email_verified: true })();
      },
      'userinfo_subject_mismatch',
    ],
    ['P20 with another e-mail', userinfo({ email: 'victim@acme.example' }), 'userinfo_subject_mismatch'],
    [
      'F15 that fails',
      () => (idp.lies.userinfo = (honest) => ({ ...honest, status: 500 })),
      'upstream_unreachable',
    ],
    [
      'F15 that knows no such token',
      () => (idp.lies.userinfo = (honest) => ({ ...honest, status: 401 })),
      'userinfo_refused',
    ],
    [
      'P27 that redirects',
      () => (idp.lies.userinfo = () => ({ status: 302, headers: { location: '/x' }, body: '' })),
      'upstream_answer_invalid',
    ],
  ])('%s is refused', async (_, lie, code) => {
    lie();
    await expect(codeOf(login())).resolves.toBe(code);
  });

  const signed =
    (jwt: Promise<string> | string, headers = { 'content-type': 'application/jwt' }) =>
    async () => {
      const body = await jwt;
      idp.lies.userinfo = () => ({ status: 200, headers, body });
    };
  const said = { sub: 'scout', email: 'scout@acme.example' };
  it.each<[string, () => Promise<void>]>([
    ['with the signature AAAA', () => signed(idp.keys.forge({ alg: 'RS256', kid: 'first' }, said))()],
    ['signed by another key', () => signed(idp.keys.signWithOther({ alg: 'RS256', kid: 'first' }, said))()],
    ['unsigned', () => signed(idp.keys.unsigned(said))()],
    ['signed for another client', () => signed(idp.keys.sign({ alg: 'RS256' }, { ...said, aud: 'x' }))()],
    ['signed about another issuer', () => signed(idp.keys.sign({ alg: 'RS256' }, { ...said, iss: 'x' }))()],
    ['signed with the client secret', () => signed(idp.keys.signSymmetrically(said, SECRET))()],
  ])('P21 is refused as a JWT %s', async (_, lie) => {
    await lie();
    await expect(codeOf(login())).resolves.toBe('upstream_answer_invalid');
  });

  it('P21 is accepted as a signed JWT', async () => {
    await signed(idp.keys.sign({ alg: 'RS256', kid: 'first' }, { ...said, given_name: 'Scout' }))();
    await expect(login()).resolves.toMatchObject({ claims: { given_name: 'Scout' } });
  });

  it.each(['GET', 'POST'] as const)(
    'is asked by %s, with the token in the header alone',
    async (userinfoMethod) => {
      await expect(codeOf(login({ userinfoMethod }))).resolves.toBe('signed in');
      const [request] = idp.requests.userinfo;
      expect(request).toMatchObject({ method: userinfoMethod, body: '', path: '/realms/acme/userinfo' });
      expect(request?.headers).toMatchObject({ authorization: 'Bearer access' });
      const type = userinfoMethod === 'POST' ? 'application/x-www-form-urlencoded' : undefined;
      expect(request?.headers['content-type']).toBe(type);
    },
  );

  it.each([
    ['GET', 'POST'],
    ['POST', 'GET'],
  ] as const)(
    'F15 is refused by its name where %s is asked and only %s accepted',
    async (asked, accepted) => {
      idp.lies.userinfo = (honest, { method }) =>
        method === accepted ? honest : { status: 405, headers: { allow: accepted }, body: '' };
      await expect(codeOf(login({ userinfoMethod: asked }))).resolves.toBe('userinfo_method_refused');
      await expect(codeOf(login({ userinfoMethod: accepted }))).resolves.toBe('signed in');
    },
  );

  it('F15 is refused where it fails, though the ID token holds everything', async () => {
    idp.lies.userinfo = (honest) => ({ ...honest, status: 404 });
    await expect(codeOf(login())).resolves.toBe('userinfo_refused');
  });

  it('S05 is asked on the other host that the discovery document names', async () => {
    const graph = await startHostileIdp();
    idp.lies.discovery = ({ body, ...rest }) => ({
      ...rest,
      body: { ...body, userinfo_endpoint: `${graph.issuer}/userinfo` },
    });
    try {
      await expect(codeOf(login())).resolves.toBe('upstream_answer_invalid');
      await expect(codeOf(login({}, undefined, [graph.origin]))).resolves.toBe('signed in');
      expect([idp.requests.userinfo.length, graph.requests.userinfo.length]).toEqual([0, 1]);
    } finally {
      await graph.close();
    }
  });

  it('is left out where the IdP has none', async () => {
    idp.lies.discovery = ({ body, ...rest }) => ({
      ...rest,
      body: { ...body, userinfo_endpoint: undefined },
    });
    await expect(codeOf(login())).resolves.toBe('signed in');
    expect(idp.requests.userinfo).toHaveLength(0);
  });
});

describe('an honest login', () => {
  it('RP gives the verified identity', async () => {
    claims({ acr: 'silver', amr: ['pwd', 'otp'] })();
    await expect(login()).resolves.toMatchObject({
      issuer: idp.issuer,
      subject: 'scout',
      claims: { email: 'scout@acme.example', email_verified: true, name: 'Scout Finch' },
      authTime: expect.any(Number) as number,
      acr: 'silver',
      amr: ['pwd', 'otp'],
    });
  });

  it('is refused where the secret was sealed for another connection', async () => {
    await expect(login({ id: '019a0000-0000-7000-8000-00000000000f' })).rejects.toThrow(
      'sealed for another place',
    );
    expect(idp.requests.token).toHaveLength(0);
  });
});
