import { EnvironmentError } from '@portico/service-kit';
import { platformGoogleOf, readEnvironment } from './env.js';

const NKEY_FILE = import.meta.filename;
const source = (changes: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  PORT: '3001',
  PORTICO_PUBLIC_URL: 'https://login.example.com',
  DATABASE_URL: 'postgres://broker@localhost/broker',
  NATS_URL: 'localhost:4222',
  PORTICO_NATS_NKEY_FILE: NKEY_FILE,
  PORTICO_COOKIE_KEYS_FILE: 'cookies',
  PORTICO_SEALING_KEYS_FILE: 'sealing',
  ...changes,
});

const faultsOf = (changes: Record<string, string>): string => {
  try {
    readEnvironment(source(changes));
    return 'none';
  } catch (error) {
    return error instanceof EnvironmentError ? error.message : `leaked ${String(error)}`;
  }
};

const ID = { PORTICO_GOOGLE_CLIENT_ID: 'portico.apps.example.com' };
const SECRET = { PORTICO_GOOGLE_CLIENT_SECRET: 'google-secret' };
const ISSUER = { PORTICO_GOOGLE_ISSUER: 'https://google.example.com' };

describe('the environment of the broker', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['an id without a secret', ID, ['PORTICO_GOOGLE_CLIENT_SECRET']],
    ['a secret without an id', SECRET, ['PORTICO_GOOGLE_CLIENT_ID']],
    ['an issuer alone', ISSUER, ['PORTICO_GOOGLE_CLIENT_ID', 'PORTICO_GOOGLE_CLIENT_SECRET']],
  ])('refuses %s for Google, and repeats no value', (_, changes, names) => {
    const faults = faultsOf(changes);
    expect(faults.split('\n').map((line) => line.split(':')[0])).toEqual(names);
    expect(faults).not.toContain('google-secret');
  });

  it('S07 refuses an http origin beside an https issuer', () => {
    expect(faultsOf({ PORTICO_EGRESS_ALLOW: 'http://localhost:3005' })).toMatch(/^PORTICO_EGRESS_ALLOW: /);
  });

  it('S14 lets applications be told of logouts by http inside the cluster, each at its exact origin', () => {
    const inside = 'http://phone.apps.svc:8080';
    expect(faultsOf({ PORTICO_APPLICATION_ALLOW: inside })).toBe('none');
    expect(faultsOf({ PORTICO_APPLICATION_ALLOW: `${inside}/logout` })).toMatch(
      /^PORTICO_APPLICATION_ALLOW\.0: /,
    );
  });

  it.each(['resolver.example.com', '127.0.0.1:99999', '127.0.0.1,dns'])(
    'refuses %s as DNS servers',
    (servers) => {
      expect(faultsOf({ PORTICO_DNS_SERVERS: servers })).toMatch(/^PORTICO_DNS_SERVERS/);
    },
  );

  it('takes DNS servers with and without a port', () => {
    const environment = readEnvironment(source({ PORTICO_DNS_SERVERS: '127.0.0.1:5353, [::1]:53,9.9.9.9' }));
    expect(environment.PORTICO_DNS_SERVERS).toEqual(['127.0.0.1:5353', '[::1]:53', '9.9.9.9']);
  });

  it('has no Google client unless it is given one', () => {
    expect(platformGoogleOf(readEnvironment(source())).client).toBeUndefined();
  });

  it.each([
    ['at Google itself', {}, 'https://accounts.google.com'],
    ['at another place', ISSUER, 'https://google.example.com'],
  ])('takes a Google client %s', (_, changes, issuer) => {
    const environment = readEnvironment(source({ ...ID, ...SECRET, ...changes }));
    expect(platformGoogleOf(environment).client).toEqual({
      issuer,
      clientId: 'portico.apps.example.com',
      clientSecret: 'google-secret',
    });
  });
});
