import { jest } from '@jest/globals';
import type { ConnectionSettings, ConnectionTest, TenantSettings } from '@portico/contracts';
import { SsoConnectionTested } from '@portico/contracts';
import { TestHouse } from './tested.fixture.js';

jest.setTimeout(60_000);

let house: TestHouse;
beforeAll(async () => {
  house = await TestHouse.start({
    PORTICO_GOOGLE_CLIENT_ID: 'portico',
    PORTICO_GOOGLE_CLIENT_SECRET: 'google-secret',
  });
});
afterAll(async () => {
  await house.stop();
});
beforeEach(() => {
  house.idp.reset();
});

/** The provider sends an error instead of a code. */
const sendingBack =
  (error: Record<string, string>) =>
  (back: string): string => {
    const [path, query] = back.split('?');
    const sent = new URLSearchParams(query);
    sent.delete('code');
    for (const [name, value] of Object.entries(error)) sent.set(name, value);
    return `${path!}?${sent.toString()}`;
  };
const claims = (changes: Record<string, unknown>): void => {
  house.idp.draft = ({ header, claims: honest }) => ({ header, claims: { ...honest, ...changes } });
};
/** The person is known there, but not so here. */
const withoutWord = (): void => {
  delete house.idp.person['email_verified'];
};
const lastUser = () => house.registry.house.people.people.at(-1)!.user;

interface Case {
  connection?: Partial<ConnectionSettings>;
  settings?: Partial<TenantSettings>;
  lie: () => void;
  expected: Partial<ConnectionTest>;
}

describe('a test that is refused', () => {
  it.each<[string, Case]>([
    [
      'a wrong secret',
      {
        lie: () => {
          house.idp.lies.token = (honest) => ({
            ...honest,
            status: 401,
            body: { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret' },
          });
        },
        expected: {
          code: 'upstream_client_refused',
          upstreamError: { error: 'invalid_client', description: 'AADSTS7000215: Invalid client secret' },
          claims: null,
        },
      },
    ],
    [
      'P16 a wrong issuer in the ID token',
      {
        lie: () => claims({ iss: 'https://evil.example' }),
        expected: { code: 'id_token_issuer_invalid', upstreamError: null, claims: null },
      },
    ],
    [
      'P09 an ID token that somebody else signed',
      {
        lie: () =>
          (house.idp.sign = ({ header, claims: said }) => house.idp.keys.signWithOther(header, said)),
        expected: { code: 'id_token_signature_invalid', claims: null },
      },
    ],
    [
      'P22 a userinfo of another address, and shows both',
      {
        lie: () => {
          house.idp.lies.userinfo = ({ body, ...rest }) => ({
            ...rest,
            body: { ...body, email: 'eve@x.example' },
          });
        },
        expected: {
          code: 'userinfo_subject_mismatch',
          claims: expect.objectContaining({ 'userinfo.email': 'eve@x.example' }) as never,
        },
      },
    ],
    [
      'an address that nobody vouches for',
      {
        lie: withoutWord,
        expected: {
          code: 'email_unverified',
          remedies: ['prove_domain', 'allow_mailbox_proof', 'own_addresses_only'],
          match: null,
          claims: expect.objectContaining({ sub: 'atticus' }) as never,
        },
      },
    ],
    [
      'a missing address',
      {
        lie: () => {
          delete house.idp.person['email'];
        },
        expected: { code: 'email_missing', remedies: ['choose_email_claim'] },
      },
    ],
    [
      'somebody whom the tenant does not know',
      {
        lie: () => (house.idp.person['email'] = 'dill@acme.example'),
        expected: { code: 'user_unknown', remedies: ['add_user'] },
      },
    ],
    [
      'somebody who is deactivated',
      {
        lie: () => (lastUser().status = 'deactivated'),
        expected: { code: 'user_deactivated', remedies: ['activate_user'] },
      },
    ],
    [
      'E10 a sign-in without the second factor that the tenant wants proved, though it matches',
      {
        settings: { secondFactor: { password: 'optional', sso: 'proved' } },
        lie: () => undefined,
        expected: {
          code: 'second_factor_unproved',
          match: expect.objectContaining({ outcome: 'matched' }) as never,
        },
      },
    ],
    [
      'a suspended tenant',
      { settings: { status: 'suspended' }, lie: () => undefined, expected: { code: 'tenant_inactive' } },
    ],
  ])('names %s, and has not passed', async (_, { connection, settings, lie, expected }) => {
    const company = await house.addCompany(connection, settings);
    lie();
    const { result, page } = await house.test(company);
    expect(result).toMatchObject({ status: 'refused', passed: false, ...expected });
    expect(page.html).toContain(`<code>${String(expected.code)}</code>`);
    expect(page.html).toContain(result.reference);
    expect(await house.registry.house.facts(company.tenant.tenantId)).toMatchObject([
      { type: SsoConnectionTested.type, data: { passed: false, code: expected.code } },
    ]);
  });

  it("shows the provider's own words as text alone, and no more than 500 characters of them", async () => {
    const description = `<script>alert(1)</script>\0${'x'.repeat(600)}`;
    const { result, page } = await house.test(
      await house.addCompany(),
      sendingBack({ error: 'access_denied', error_description: description }),
    );
    expect(result).toMatchObject({ code: 'upstream_denied', upstreamError: { error: 'access_denied' } });
    expect(result.upstreamError?.description).toHaveLength(499);
    expect(page.html).toContain('&lt;script&gt;');
    expect(page.html).not.toContain('<script>');
  });

  it('ends at once where the provider cannot be asked for its addresses', async () => {
    const company = await house.addCompany({ issuer: `${house.idp.origin}/gone` });
    const { testId, testUrl } = await house.begin(company);
    const visitor = house.registry.house.browser();
    const answer = await visitor.get(new URL(testUrl).pathname);
    expect(answer.headers.get('location')).toBe(`/tests/${testId}`);
    expect(await house.read(company, testId)).toMatchObject({
      status: 'refused',
      code: 'upstream_answer_invalid',
    });
    const page = await visitor.get(`/tests/${testId}`);
    expect(page.html).toContain('identity provider.</p>');
  });

  it('names each remedy in words', async () => {
    const company = await house.addCompany();
    withoutWord();
    const { page } = await house.test(company);
    expect(page.html).toContain('What helps, any one of these');
    for (const word of ['DNS record', 'prove their mailbox', 'only issues addresses'])
      expect(page.html).toContain(word);
  });
});

describe('a test of Google', () => {
  it("goes by the platform's client to the shared redirect URI, with nothing of the tenant's", async () => {
    const bare = { issuer: null, clientId: null, sealedClientSecret: null } as Partial<ConnectionSettings>;
    const company = await house.addCompany({ provider: 'google', ...bare });
    house.idp.person['hd'] = 'acme.example';
    const { result } = await house.test(company);
    expect(result).toMatchObject({ provider: 'google', passed: true, claims: { hd: 'acme.example' } });
    const [, credentials] = (house.idp.requests.token[0]?.headers.authorization as string).split(' ');
    expect(Buffer.from(credentials ?? '', 'base64').toString()).toBe('portico:google%2Dsecret');
  });
});
