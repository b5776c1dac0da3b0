import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKeySet, toPublicKeySet } from './key-files.js';

const aFile = (content: unknown): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'portico-keys-')), 'keys.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};

describe('key files', () => {
  it.each([
    ['no key', { keys: [] }],
    ['a key without an id', { keys: [{ kty: 'EC' }] }],
    ['something else', { hello: 'world' }],
  ])('refuses a file with %s', (_, content) => {
    expect(() => readKeySet(aFile(content))).toThrow('JSON Web Key Set');
  });

  it('O12 shows nothing secret in the public half of a key set', () => {
    const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: '1', d: 'secret' };
    expect(toPublicKeySet({ keys: [key] })).toEqual({
      keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: '1' }],
    });
  });
});
