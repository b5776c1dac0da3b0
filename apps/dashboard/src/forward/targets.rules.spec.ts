import { findTarget } from './targets.rules.js';

const bases = {
  'sso-config': 'http://sso-config:3002',
  identity: 'http://gateway:8080/identity',
  broker: 'https://login.example.com',
};
const find = (address: string) => findTarget(address, bases);

describe(findTarget.name, () => {
  it.each([
    ['another service', '/api/dashboard/v1/tenants/a'],
    ['another host', '/api/broker@evil.example.com/v1/tenants/a'],
    ['a path that becomes another host', '/api/broker//evil.example.com/v1/tenants/a'],
    ['what is not the API', '/api/broker/oauth2/token'],
    ['another version', '/api/broker/v2/tenants/a'],
    ['what dots lead to', '/api/broker/v1/tenants/../../oauth2/token'],
    ['what encoded dots lead to', '/api/broker/v1/tenants/%2e%2E/%2e./oauth2/token'],
    ['what backslashes lead to', '/api/broker/v1/tenants\\..\\..\\oauth2\\token'],
    ['another service behind the same host', '/api/identity/../imposter/v1/tenants/a'],
    ['the door that hands a bearer token out', '/api/sso-config/v1/set-up-links/openings'],
    [
      'the door that hands a bearer token out, by dots',
      '/api/sso-config/v1/tenants/../set-up-links/openings',
    ],
    ['applications', '/api/broker/v1/applications'],
    ['keys', '/api/broker/v1/signing-keys'],
    ['nothing', '/api/broker'],
  ])('refuses %s', (_, address) => {
    expect(find(address)).toBeNull();
  });

  it.each([
    ['/api/sso-config/v1/tenants?query=a%20b', 'http://sso-config:3002/v1/tenants?query=a%20b'],
    ['/api/sso-config/v1/support-requests', 'http://sso-config:3002/v1/support-requests'],
    ['/api/identity/v1/tenants/a/users', 'http://gateway:8080/identity/v1/tenants/a/users'],
    ['/api/broker/v1/tenants/a/sessions', 'https://login.example.com/v1/tenants/a/sessions'],
    ['/api/sso-config/v1/tenants/a%2fb', 'http://sso-config:3002/v1/tenants/a%2fb'],
  ])('leads from %s to %s', (address, url) => {
    expect(find(address)?.url.href).toBe(url);
  });

  it('streams to imports of users alone', () => {
    expect(find('/api/identity/v1/tenants/a/user-imports?from=1')).toMatchObject({ streams: true });
    expect(find('/api/identity/v1/tenants/a/users')).toMatchObject({ streams: false });
    expect(find('/api/sso-config/v1/tenants/a/user-imports')).toMatchObject({ streams: false });
  });
});
