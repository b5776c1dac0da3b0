import { emailTrustOf, type EmailTrust, type EmailTrustInput } from './email-trust.rules.js';

const TID = '0a1b2c3d-0000-4000-8000-00000000abcd';
const OTHER_TID = '0a1b2c3d-0000-4000-8000-00000000ffff';
const PERSONAL_TID = '9188040d-6c67-4c5b-b112-36a304b66dad';
const issuerOf = (tid: string): string => `https://login.microsoftonline.com/${tid}/v2.0`;

const trust = (
  claims: EmailTrustInput['claims'],
  rest: Partial<Omit<EmailTrustInput, 'claims'>> = {},
): EmailTrust =>
  emailTrustOf({
    provider: 'keycloak',
    issuer: 'https://idp.example.com/realms/acme',
    issuesOwnAddressesOnly: false,
    domainProved: false,
    ...rest,
    claims: { email: 'scout@acme.example', ...claims },
  });

const FALSE_VALUES: [string, unknown][] = [
  ['false', false],
  ['the text false', 'false'],
  ['the text TRUE', 'TRUE'],
  ['the text 1', '1'],
  ['1', 1],
  ['0', 0],
  ['null', null],
  ['an empty text', ''],
  ['a list of true', [true]],
  ['an object', { true: true }],
];
const TRUE_VALUES: [string, unknown][] = [
  ['true', true],
  ['the text true', 'true'],
];
const EVERY_HELP = { issuesOwnAddressesOnly: true, domainProved: true };
const ELSEWHERE = ['okta', 'onelogin', 'keycloak', 'oidc'] as const;

describe(emailTrustOf.name, () => {
  it.each<[string, unknown]>([
    ['no e-mail', undefined],
    ['M21 a list', ['scout@acme.example']],
    ['M21 an object', { value: 'scout@acme.example' }],
    ['M21 a number', 7],
    ['M16 two at signs', 'scout@acme.example@evil.example'],
    ['M15 a fullwidth at sign', 'scout＠acme.example'],
  ])('says missing for %s, whatever vouches for it', (_, email) => {
    for (const provider of [...ELSEWHERE, 'google', 'azure'] as const)
      expect(
        trust(
          { email, email_verified: true, hd: 'acme.example', xms_edov: true },
          { provider, ...EVERY_HELP },
        ),
      ).toBe('missing');
  });

  describe.each(ELSEWHERE)('of %s', (provider) => {
    it.each(FALSE_VALUES)(
      'M05 refuses email_verified as %s, even with a proved domain',
      (_, email_verified) => {
        expect(trust({ email_verified }, { provider, ...EVERY_HELP })).toBe('unverified');
      },
    );

    it('M05 refuses an absent email_verified', () => {
      expect(trust({}, { provider })).toBe('unverified');
    });

    it.each(TRUE_VALUES)('M05 trusts email_verified as %s', (_, email_verified) => {
      expect(trust({ email_verified }, { provider })).toBe('trusted');
    });

    it('M05 trusts an absent email_verified where the domain is proved', () => {
      expect(trust({}, { provider, domainProved: true })).toBe('trusted');
    });

    it("M05 trusts an absent email_verified by the admin's named switch", () => {
      expect(trust({}, { provider, issuesOwnAddressesOnly: true })).toBe('trusted');
    });

    it('takes no word of other providers', () => {
      expect(
        trust({ hd: 'acme.example', xms_edov: true, tid: TID }, { provider, issuer: issuerOf(TID) }),
      ).toBe('unverified');
    });
  });

  describe('of google', () => {
    const google = { provider: 'google', issuer: 'https://accounts.google.com' } as const;

    it.each([...FALSE_VALUES, ['absent', undefined] as [string, unknown]])(
      'M05 refuses email_verified as %s, even with hd and a proved domain',
      (_, email_verified) => {
        expect(trust({ email_verified, hd: 'acme.example' }, { ...google, ...EVERY_HELP })).toBe(
          'unverified',
        );
      },
    );

    it('M11 refuses a verified address that is neither Workspace nor Gmail', () => {
      expect(trust({ email_verified: true }, google)).toBe('unverified');
    });

    it.each<[string, unknown]>([
      ['an empty text', ''],
      ['true', true],
      ['a list', ['acme.example']],
    ])('M11 refuses hd as %s', (_, hd) => {
      expect(trust({ email_verified: true, hd }, google)).toBe('unverified');
    });

    it.each(TRUE_VALUES)('M11 trusts email_verified as %s with any hd', (_, email_verified) => {
      expect(trust({ email_verified, hd: 'other.example' }, google)).toBe('trusted');
    });

    it('M11 trusts a verified gmail.com address', () => {
      expect(trust({ email: 'scout@GMAIL.com', email_verified: true }, google)).toBe('trusted');
    });
  });

  describe('of azure', () => {
    const single = { provider: 'azure', issuer: issuerOf(TID) } as const;
    const multi = { provider: 'azure', issuer: issuerOf('common') } as const;

    it.each<[string, EmailTrustInput['claims']]>([
      ['absent', {}],
      ['absent beside a claimed tid', { tid: TID }],
      ['absent beside email_verified', { email_verified: true }],
      ['false', { xms_edov: false }],
      ['the text false', { xms_edov: 'false' }],
      ['0', { xms_edov: 0 }],
      ['2', { xms_edov: 2 }],
      ['null', { xms_edov: null }],
      ['a list', { xms_edov: [true] }],
    ])('M08 refuses a multi-tenant issuer with xms_edov %s, even with a proved domain', (_, claims) => {
      expect(trust(claims, { ...multi, ...EVERY_HELP })).toBe('unverified');
    });

    it.each<[string, unknown]>([
      ['of another directory', OTHER_TID],
      ['absent', undefined],
      ['a list', [TID]],
    ])('M08 refuses a single-tenant issuer with tid %s', (_, tid) => {
      expect(trust({ tid }, { ...single, ...EVERY_HELP })).toBe('unverified');
    });

    it('M08 refuses the directory of personal accounts as if it were a tenant', () => {
      expect(trust({ tid: PERSONAL_TID }, { provider: 'azure', issuer: issuerOf(PERSONAL_TID) })).toBe(
        'unverified',
      );
    });

    it.each<[string, EmailTrustInput['claims']]>([
      ['email_verified', { email_verified: false }],
      ['xms_edov', { xms_edov: false }],
    ])('M05 refuses an explicit false in %s, even of the own directory', (_, claims) => {
      expect(trust({ tid: TID, ...claims }, single)).toBe('unverified');
    });

    it('M05 refuses an explicit false in email_verified beside a true xms_edov', () => {
      expect(trust({ email_verified: false, xms_edov: true }, multi)).toBe('unverified');
    });

    it('M09 trusts a work account of the own directory, which has no email_verified', () => {
      expect(trust({ tid: TID }, single)).toBe('trusted');
      expect(trust({ tid: TID.toUpperCase() }, single)).toBe('trusted');
    });

    it.each([true, 'true', 1, '1'])('M09 trusts xms_edov %j of any directory', (xms_edov) => {
      expect(trust({ xms_edov, tid: OTHER_TID }, multi)).toBe('trusted');
    });
  });
});
