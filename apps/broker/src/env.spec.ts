import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError } from '@portico/service-kit';
import { platformGoogleOf, readEnvironment } from './env.js';

const folder = mkdtempSync(join(tmpdir(), 'portico-env-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const keySet = (kid: string, secret: object = { d: 'd' }) => ({
  keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid, ...secret }],
});

const COOKIE_KEY = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64url');
const DEMO_COOKIE_KEY = `portico_demo${COOKIE_KEY.slice(12)}`;

const NKEY_FILE = file('nkey', `SU${'A'.repeat(56)}`);
const source = (changes: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  PORT: '3001',
  PORTICO_PUBLIC_URL: 'https://login.example.com',
  DATABASE_URL: 'postgres://broker@localhost/broker',
  NATS_URL: 'localhost:4222',
  PORTICO_NATS_NKEY_FILE: NKEY_FILE,
  PORTICO_COOKIE_KEYS_FILE: file('cookies', [COOKIE_KEY]),
  PORTICO_SEALING_KEYS_FILE: file('sealing', keySet('a')),
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

  it('tells every fault at once, those of key files and of several variables too', () => {
    const faults = faultsOf({
      PORT: 'none',
      PORTICO_NATS_NKEY_FILE: file('no-nkey', 'SUAM'),
      PORTICO_COOKIE_KEYS_FILE: join(folder, 'nowhere'),
      PORTICO_SEALING_KEYS_FILE: file('public', keySet('a', {})),
      PORTICO_EGRESS_ALLOW: 'http://localhost:3005',
      ...ID,
    });
    expect(
      faults
        .split('\n')
        .map((line) => line.split(':')[0])
        .sort(),
    ).toEqual([
      'PORT',
      'PORTICO_COOKIE_KEYS_FILE',
      'PORTICO_EGRESS_ALLOW',
      'PORTICO_GOOGLE_CLIENT_SECRET',
      'PORTICO_NATS_NKEY_FILE',
      'PORTICO_SEALING_KEYS_FILE',
    ]);
    expect(faults).toContain('PORTICO_COOKIE_KEYS_FILE: cannot be read');
    expect(faults).toContain('PORTICO_SEALING_KEYS_FILE: holds a public key alone');
  });

  it.each([
    ['behind https', {}, 2],
    ['in production', { PORTICO_PUBLIC_URL: 'http://localhost:3001', NODE_ENV: 'production' }, 2],
    ['in a demo', { PORTICO_PUBLIC_URL: 'http://localhost:3001' }, 0],
  ])('refuses the keys of npm start %s: %#', (_where, changes, refused) => {
    const faults = faultsOf({
      PORTICO_COOKIE_KEYS_FILE: file('demo-cookies', [DEMO_COOKIE_KEY]),
      PORTICO_SEALING_KEYS_FILE: file('demo-sealing', keySet('portico_demo_a')),
      ...changes,
    });
    expect(faults.match(/_FILE: holds a key of npm start/g) ?? []).toHaveLength(refused);
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
