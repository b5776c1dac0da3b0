import type { ConnectionSettings, TenantSettings } from '@portico/contracts';
import { toDecision } from './decision.rules.js';
import { refusalOf, toUsable } from './usable-connection.rules.js';

const PLATFORM = { issuer: 'https://accounts.google.com', clientId: 'platform', clientSecret: 'x' };

const google = {
  id: 'google',
  provider: 'google',
  mode: 'enabled',
  revision: 1,
  issuer: null,
  clientId: null,
  sealedClientSecret: null,
  callback: 'shared',
} as ConnectionSettings;
const okta: ConnectionSettings = {
  ...google,
  id: 'okta',
  provider: 'okta',
  issuer: 'https://acme.okta.com',
  clientId: 'o',
};

const settings = (...connections: Partial<ConnectionSettings>[]): TenantSettings =>
  ({
    tenantId: 'hooli',
    status: 'active',
    version: 1,
    connections,
    exemptions: [],
  }) as unknown as TenantSettings;

describe(toUsable.name, () => {
  it('gives a Google connection the platform’s client', () => {
    const { connections, unusable } = toUsable(settings(google, okta), PLATFORM);
    expect(connections).toEqual([{ ...google, issuer: PLATFORM.issuer, clientId: 'platform' }, okta]);
    expect(unusable).toEqual([]);
  });

  it('P03 lets no row of a Google connection name another issuer, client, secret or redirect URI', () => {
    const forged = {
      issuer: 'https://evil.example',
      clientId: 'evil',
      sealedClientSecret: 'e',
      callback: 'own',
    };
    const { connections } = toUsable(settings({ ...google, ...forged } as ConnectionSettings), PLATFORM);
    expect(connections).toEqual([{ ...google, issuer: PLATFORM.issuer, clientId: 'platform' }]);
  });

  it('gives the platform’s secret to nobody who reads settings', () => {
    expect(JSON.stringify(toUsable(settings(google), PLATFORM))).not.toContain('clientSecret":"x"');
  });

  it.each<[string, ConnectionSettings, string]>([
    ['Google without configuration', google, 'google_not_configured'],
    ['a draft', { ...okta, clientId: null }, 'connection_not_ready'],
  ])('offers no %s, and says why', (_, connection, code) => {
    const usable = toUsable(settings(connection), undefined);
    expect(usable.connections).toEqual([]);
    expect(refusalOf(usable, connection.id)).toBe(code);
  });

  it('calls a connection that is not there off', () => {
    expect(refusalOf(toUsable(settings(google), undefined), 'okta')).toBe('connection_off');
  });

  it('E01 keeps a password refused while an enforced Google connection is not configured', () => {
    const known = { settings: toUsable(settings({ ...google, mode: 'enforced' }), undefined), ageSeconds: 0 };
    const decision = toDecision({
      known: { ...known, now: new Date() },
      application: { tenantIds: null, connectionIds: null },
      method: 'password',
      purpose: 'offer',
      proof: 'none_yet',
    });
    expect(decision).toMatchObject({ allowed: false, code: 'sso_required' });
  });
});
