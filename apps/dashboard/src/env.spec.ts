import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError } from '@portico/service-kit';
import { readServiceEnvironment } from './env.js';

const folder = mkdtempSync(join(tmpdir(), 'portico-env-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const COOKIE_KEY = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64url');
const GIVEN = {
  PORT: '3000',
  PORTICO_PUBLIC_URL: 'https://login.example.com',
  PORTICO_DASHBOARD_URL: 'https://dashboard.example.com',
  DATABASE_URL: 'postgres://dashboard@localhost/dashboard',
  PORTICO_CLIENT_ID: 'dashboard',
  PORTICO_CLIENT_SECRET_FILE: file('secret', 's'.repeat(43)),
  PORTICO_BROKER_URL: 'http://broker:3001',
  PORTICO_SSO_CONFIG_URL: 'http://sso-config:3002',
  PORTICO_IDENTITY_URL: 'http://identity:3003',
  PORTICO_COOKIE_KEYS_FILE: file('cookies', [COOKIE_KEY]),
};

/** The variables that are told of, in the order of the alphabet. */
const faultsOf = (changes: Record<string, string | undefined>): string[] => {
  try {
    readServiceEnvironment({ ...GIVEN, ...changes });
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.message
      .split('\n')
      .map((line) => line.split(':')[0] ?? '')
      .sort();
  }
};

describe(readServiceEnvironment.name, () => {
  it.each<[string, string]>([
    ['short keys', file('short', ['c2hvcnQ'])],
    ['what is no list', file('text', 'nothing')],
    ['keys of npm start behind https', file('demo', [`portico_demo${COOKIE_KEY.slice(12)}`])],
  ])('refuses %s for cookies, beside every other fault', (_what, path) => {
    expect(faultsOf({ PORTICO_COOKIE_KEYS_FILE: path, PORT: 'none' })).toEqual([
      'PORT',
      'PORTICO_COOKIE_KEYS',
    ]);
  });

  it('refuses the secret of npm start behind https', () => {
    const secret = file('demo-secret', `portico_demo${'s'.repeat(43)}`);
    expect(faultsOf({ PORTICO_CLIENT_SECRET_FILE: secret })).toEqual(['PORTICO_CLIENT_SECRET']);
  });

  it('takes keys and secret that bootstrap makes', () => {
    expect(faultsOf({})).toEqual([]);
  });
});
