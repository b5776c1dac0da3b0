import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_KEY } from './demo-keys.js';
import { findKeyFault, holdsDemoKey, type KeyFileKind } from './key-faults.js';

const folder = mkdtempSync(join(tmpdir(), 'portico-key-faults-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (content: unknown): string => {
  const path = join(folder, Math.random().toString(36));
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const PUBLIC = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'a' };
const PRIVATE = { ...PUBLIC, d: 'd' };
const COOKIE_KEY = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64url');

describe(findKeyFault.name, () => {
  it.each<[string, KeyFileKind, unknown, string]>([
    ['a public key where a private one is needed', 'private key set', { keys: [PUBLIC] }, 'public key alone'],
    [
      'a private key where a public one belongs',
      'public key set',
      { keys: [PRIVATE] },
      'holds a private key',
    ],
    ['a key of another kind', 'private key set', { keys: [{ ...PRIVATE, kty: 'RSA' }] }, 'another kind'],
    ['cookie keys for a key set', 'private key set', [COOKIE_KEY], 'not a readable JSON Web Key Set'],
    ['a key set for cookie keys', 'cookie keys', { keys: [PRIVATE] }, 'JSON array'],
    ['text', 'private key set', 'secret', 'not a readable JSON Web Key Set'],
    ['no cookie key', 'cookie keys', [], 'JSON array'],
    ['a cookie key of zeros', 'cookie keys', [Buffer.alloc(32).toString('base64url')], 'random bytes'],
    ['a short cookie key', 'cookie keys', ['c2hvcnQ'], 'JSON array'],
  ])('names %s', (_what, kind, content, said) => {
    expect(findKeyFault(file(content), kind)).toContain(said);
  });

  it('names a file that is not there', () => {
    expect(findKeyFault(join(folder, 'nowhere'), 'cookie keys')).toBe('cannot be read');
  });

  it('finds none in what bootstrap makes', () => {
    expect(findKeyFault(file({ keys: [PRIVATE] }), 'private key set')).toBeUndefined();
    expect(findKeyFault(file({ keys: [PUBLIC] }), 'public key set')).toBeUndefined();
    expect(findKeyFault(file([COOKIE_KEY]), 'cookie keys')).toBeUndefined();
  });
});

describe(holdsDemoKey.name, () => {
  it.each<[boolean, unknown]>([
    [true, { keys: [PRIVATE, { ...PRIVATE, kid: `${DEMO_KEY}b` }] }],
    [true, [COOKIE_KEY, DEMO_KEY + COOKIE_KEY.slice(DEMO_KEY.length)]],
    [false, { keys: [PRIVATE] }],
    [false, [COOKIE_KEY]],
    [false, 'nothing'],
  ])('is %s of %j', (held, content) => {
    expect(holdsDemoKey(file(content))).toBe(held);
  });
});
