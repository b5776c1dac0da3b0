import type { ConnectionSettings } from '@portico/contracts';
import { toUpstreamIdentity } from './upstream-identity.rules.js';

const TID = '11111111-2222-3333-4444-555555555555';
const AZURE = `https://login.microsoftonline.com/${TID}/v2.0`;
const KEYCLOAK = 'https://id.acme.example/realms/acme';

const identityOf = (
  claims: Record<string, unknown>,
  connection: Partial<ConnectionSettings> = {},
  { issuer = KEYCLOAK, domains = [] as string[] } = {},
) =>
  toUpstreamIdentity(
    { issuer, subject: 'scout', claims, upstream: { issuer, subject: 'scout' } },
    {
      provider: 'keycloak',
      emailClaim: 'email',
      issuesOwnAddressesOnly: false,
      honoursSessionExpiry: false,
      recheckMinutes: null,
      ...connection,
    } as ConnectionSettings,
    { domains },
  );

const email = 'scout@acme.example';

describe(toUpstreamIdentity.name, () => {
  it('tells who it is, with a name that fits', () => {
    const identity = identityOf({ email, email_verified: true, name: 'S'.repeat(300) });
    expect(identity).toEqual({
      issuer: KEYCLOAK,
      subject: 'scout',
      email,
      emailTrust: 'trusted',
      domainProved: false,
      name: 'S'.repeat(200),
    });
  });

  it.each([
    [['acme.example'], 'Scout@ACME.example', true],
    [['acme.example'], 'scout@news.acme.example', false],
    [['news.acme.example'], 'scout@acme.example', false],
    [['xn--bcher-kva.example'], 'scout@B\u00FCcher.example', true],
    [['acme.example'], 'scout@evil.example@acme.example', false],
    [['acme.example'], undefined, false],
  ])('B03 M12 of the proved domains %j, %s is in one: %s', (domains, address, proved) => {
    expect(identityOf({ email: address }, {}, { domains }).domainProved).toBe(proved);
  });

  it('M05 trusts an absent email_verified in a proved domain, never a false one', () => {
    const domains = ['acme.example'];
    expect(identityOf({ email }, {}, { domains }).emailTrust).toBe('trusted');
    expect(identityOf({ email }).emailTrust).toBe('unverified');
    expect(identityOf({ email, email_verified: false }, {}, { domains }).emailTrust).toBe('unverified');
  });

  describe('where another claim is the e-mail', () => {
    const upn = { emailClaim: 'preferred_username' };

    it.each<[string, Record<string, unknown>]>([
      ['is absent', { email, email_verified: true }],
      ['is no text', { preferred_username: [email] }],
      ['is a plain name', { email, preferred_username: 'scout' }],
    ])('finds no address where it %s', (_, claims) => {
      expect(identityOf(claims, upn)).toMatchObject({ email: undefined, emailTrust: 'missing' });
    });

    it('M05 does not take the verification of the claim `email` for its own', () => {
      const claims = { email, email_verified: true, xms_edov: true, preferred_username: 'boss@acme.example' };
      expect(identityOf(claims, upn)).toMatchObject({ email: 'boss@acme.example', emailTrust: 'unverified' });
      const azure = { ...upn, provider: 'azure' as const };
      expect(identityOf(claims, azure, { issuer: AZURE }).emailTrust).toBe('unverified');
    });

    it('M05 lets an explicit false stand', () => {
      const claims = { preferred_username: email, email_verified: false };
      const own = { ...upn, issuesOwnAddressesOnly: true };
      expect(identityOf(claims, own).emailTrust).toBe('unverified');
    });

    it('M09 trusts the user name of Azure’s own directory like an e-mail', () => {
      const azure = { ...upn, provider: 'azure' as const };
      const claims = { preferred_username: email, tid: TID };
      expect(identityOf(claims, azure, { issuer: AZURE })).toMatchObject({ email, emailTrust: 'trusted' });
    });

    it('trusts it in a proved domain', () => {
      expect(identityOf({ preferred_username: email }, upn, { domains: ['acme.example'] })).toMatchObject({
        email,
        emailTrust: 'trusted',
        domainProved: true,
      });
    });
  });
});
