import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readServiceEnvironment } from './env.js';

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

const GIVEN = {
  PORT: '3003',
  PORTICO_PUBLIC_URL: 'https://login.example.com',
  DATABASE_URL: 'postgres://identity@localhost/identity',
  NATS_URL: 'nats://localhost:4222',
  PORTICO_NATS_NKEY_FILE: file('nkey', `SU${'A'.repeat(56)}`),
  SMTP_URL: 'smtps://portico:secret@smtp.example.com',
  PORTICO_MAIL_FROM: 'Portico <no-reply@example.com>',
  PORTICO_FACTOR_KEYS_FILE: file('factors', keySet('a')),
};

describe(readServiceEnvironment.name, () => {
  it.each<[string, Partial<typeof GIVEN>, string]>([
    ['no way for mails', { SMTP_URL: undefined }, 'SMTP_URL'],
    ['another protocol', { SMTP_URL: 'http://smtp.example.com' }, 'SMTP_URL'],
    ['links and codes in the log of a real deployment', { SMTP_URL: 'log:' }, 'SMTP_URL'],
    ['no key for second factors', { PORTICO_FACTOR_KEYS_FILE: undefined }, 'PORTICO_FACTOR_KEYS_FILE'],
    ['no sender', { PORTICO_MAIL_FROM: undefined }, 'PORTICO_MAIL_FROM'],
    ['a sender without an address', { PORTICO_MAIL_FROM: 'Portico' }, 'PORTICO_MAIL_FROM'],
    [
      'a sender that begins another header',
      { PORTICO_MAIL_FROM: 'a@b.example\nBcc: x@y.example' },
      'PORTICO_MAIL_FROM',
    ],
  ])('refuses %s, without repeating a value', (_, fault, name) => {
    const read = (): unknown => readServiceEnvironment({ ...GIVEN, ...fault });
    expect(read).toThrow(new RegExp(`^${name}: `));
    expect(read).not.toThrow(/secret/);
  });

  it.each<[string, object | string, string]>([
    ['a public key alone', keySet('a', {}), 'public key alone'],
    ['what is no key set', 'nothing', 'not a readable JSON Web Key Set'],
    ['a key of npm start behind https', keySet('portico_demo_a'), 'key of npm start'],
  ])('refuses %s for second factors', (_what, content, said) => {
    const given = { ...GIVEN, PORTICO_FACTOR_KEYS_FILE: file('others', content) };
    expect(() => readServiceEnvironment(given)).toThrow(new RegExp(`^PORTICO_FACTOR_KEYS_FILE: .*${said}`));
  });

  it('takes an SMTP server, and the log for a demo on http', () => {
    expect(readServiceEnvironment(GIVEN).SMTP_URL).toBe(GIVEN.SMTP_URL);
    const demo = { ...GIVEN, PORTICO_PUBLIC_URL: 'http://localhost:3001', SMTP_URL: 'log:' };
    expect(readServiceEnvironment(demo).SMTP_URL).toBe('log:');
  });
});
