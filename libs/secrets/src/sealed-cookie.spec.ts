import { randomBytes } from 'node:crypto';
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
