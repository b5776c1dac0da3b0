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

const keySet = (kid: string, secret: object = {}) => ({
  keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid, ...secret }],
});
const GIVEN = {
  PORT: '3002',
  PORTICO_PUBLIC_URL: 'https://login.example.com',
  DATABASE_URL: 'postgres://sso_config@localhost/sso_config',
  NATS_URL: 'nats://localhost:4222',
  PORTICO_NATS_NKEY_FILE: file('nkey', `SU${'A'.repeat(56)}`),
  PORTICO_SEALING_PUBLIC_KEYS_FILE: file('public', keySet('a')),
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
    ['a private key', file('private', keySet('a', { d: 'd' }))],
    ['what is no key set', file('text', 'nothing')],
    ['a file that is not there', join(folder, 'nowhere')],
    ['a key of npm start behind https', file('demo', keySet('portico_demo_a'))],
  ])('refuses %s for sealing, beside every other fault', (_what, path) => {
    expect(faultsOf({ PORTICO_SEALING_PUBLIC_KEYS_FILE: path, PORT: 'none' })).toEqual([
      'PORT',
      'PORTICO_SEALING_PUBLIC_KEYS_FILE',
    ]);
  });

  it('takes a public key set', () => {
    expect(faultsOf({})).toEqual([]);
  });
});
