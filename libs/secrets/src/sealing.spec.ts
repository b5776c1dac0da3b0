import { exportJWK, generateKeyPair } from 'jose';
import { type KeySet, open, seal, SealError, type SealedPlace } from './sealing.js';

const place = { tenantId: 'acme', connectionId: 'okta', field: 'clientSecret' };

const aKeyPair = async (kid: string): Promise<{ publicKey: object; privateKey: object }> => {
  const pair = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  return {
    publicKey: { ...(await exportJWK(pair.publicKey)), kid },
    privateKey: { ...(await exportJWK(pair.privateKey)), kid },
  };
};

describe('sealing a client secret', () => {
  let older: Awaited<ReturnType<typeof aKeyPair>>;
  let newer: typeof older;
  let publicKeys: KeySet;
  let privateKeys: KeySet;

  beforeAll(async () => {
    older = await aKeyPair('older');
    newer = await aKeyPair('newer');
    publicKeys = { keys: [newer.publicKey, older.publicKey] };
    privateKeys = { keys: [newer.privateKey, older.privateKey] };
  });

  it.each<[string, SealedPlace]>([
    ['tenant', { ...place, tenantId: 'globex' }],
    ['connection', { ...place, connectionId: 'google' }],
    ['field', { ...place, field: 'privateKey' }],
    ['kind of secret', { signingKey: 'okta' }],
  ])('A06 refuses to open a secret that was copied to another %s', async (_, elsewhere) => {
    const sealed = await seal(publicKeys, 'tell nobody', place);
    await expect(open(privateKeys, sealed, elsewhere)).rejects.toThrow(SealError);
  });

  it('A06 refuses a secret with one changed character', async () => {
    const sealed = await seal(publicKeys, 'tell nobody', place);
    const parts = sealed.split('.');
    parts[3] = (parts[3]?.startsWith('A') ? 'B' : 'A') + (parts[3]?.slice(1) ?? '');
    await expect(open(privateKeys, parts.join('.'), place)).rejects.toThrow(SealError);
  });

  it('refuses a secret whose key is gone', async () => {
    const sealed = await seal(publicKeys, 'tell nobody', place);
    await expect(open({ keys: [older.privateKey] }, sealed, place)).rejects.toThrow('unknown key');
  });

  it('opens at its own place what was sealed with an older key', async () => {
    const sealed = await seal({ keys: [older.publicKey] }, 'tell nobody', place);
    await expect(open(privateKeys, sealed, place)).resolves.toBe('tell nobody');
  });

  it('cannot be opened with the public key that sealed it', async () => {
    const sealed = await seal(publicKeys, 'tell nobody', place);
    await expect(open(publicKeys, sealed, place)).rejects.toThrow(SealError);
  });
});
