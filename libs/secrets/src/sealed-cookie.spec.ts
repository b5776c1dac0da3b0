import { randomBytes } from 'node:crypto';
import { compactDecrypt, CompactEncrypt, decodeProtectedHeader } from 'jose';
import { openCookie, readCookieKeys, sealCookie } from './sealed-cookie.js';

const keys = [randomBytes(32), randomBytes(32)];

describe('a sealed cookie', () => {
  it('B09 is ignored with one flipped bit', async () => {
    const sealed = await sealCookie(keys, 'login', { state: 's' }, 60);
    const bytes = Buffer.from(sealed);
    const at = sealed.length - 30;
    bytes[at] = bytes[at] === 65 ? 66 : 65;
    await expect(openCookie(keys, 'login', bytes.toString())).resolves.toBeUndefined();
  });

  it.each([0, 1, 2, 3, 4])('B09 is ignored with a change in part %i', async (at) => {
    const parts = (await sealCookie(keys, 'login', { state: 's' }, 60)).split('.');
    const text = parts[at] ?? '';
    parts[at] = `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
    await expect(openCookie(keys, 'login', parts.join('.'))).resolves.toBeUndefined();
  });

  it('B09 is ignored with a shorter tag, a part too many or an algorithm of the sender’s choice', async () => {
    const sealed = await sealCookie(keys, 'login', { state: 's' }, 60);
    const shorter = sealed.slice(0, sealed.lastIndexOf('.') + 17);
    const header = { ...decodeProtectedHeader(sealed), enc: 'A256GCM', zip: 'DEF' };
    const other =
      Buffer.from(JSON.stringify(header)).toString('base64url') + sealed.slice(sealed.indexOf('.'));
    for (const wrong of [shorter, `${sealed}.`, `${sealed}.AAAA`, other, '....', 'x'])
      await expect(openCookie(keys, 'login', wrong)).resolves.toBeUndefined();
  });

  it('is a JWE that any implementation opens and makes (RFC 7516)', async () => {
    const key = keys[0] ?? new Uint8Array();
    const sealed = await sealCookie(keys, 'login', 'ours', 60);
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, key);
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toMatchObject({ content: 'ours' });
    const theirs = await new CompactEncrypt(
      new TextEncoder().encode(
        JSON.stringify({ purpose: 'login', content: 'ü', expiresAt: Date.now() + 1000 }),
      ),
    )
      .setProtectedHeader(protectedHeader)
      .encrypt(key);
    await expect(openCookie(keys, 'login', theirs)).resolves.toBe('ü');
  });

  it('B16 is ignored when it was made for another purpose', async () => {
    const sealed = await sealCookie(keys, 'login', { state: 's' }, 60);
    await expect(openCookie(keys, 'session', sealed)).resolves.toBeUndefined();
  });

  it('is ignored after its time', async () => {
    const sealed = await sealCookie(keys, 'login', { state: 's' }, -1);
    await expect(openCookie(keys, 'login', sealed)).resolves.toBeUndefined();
  });

  it('is ignored when no key fits or nothing came', async () => {
    const sealed = await sealCookie([randomBytes(32)], 'login', {}, 60);
    await expect(openCookie(keys, 'login', sealed)).resolves.toBeUndefined();
    await expect(openCookie(keys, 'login', undefined)).resolves.toBeUndefined();
  });

  it('gives back what was sealed, also with an older key', async () => {
    const sealed = await sealCookie(keys.slice(1), 'login', { state: 's' }, 60);
    await expect(openCookie(keys, 'login', sealed)).resolves.toEqual({ state: 's' });
  });

  it('refuses a key file with a key that is too short', () => {
    expect(() => readCookieKeys(JSON.stringify(['c2hvcnQ']))).toThrow('32 bytes');
  });
});
