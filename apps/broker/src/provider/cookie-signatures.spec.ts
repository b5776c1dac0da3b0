import { randomBytes } from 'node:crypto';
import { CookieSignatures } from './cookie-signatures.js';

const [older, newest] = [randomBytes(32), randomBytes(32)];

describe(CookieSignatures.name, () => {
  const signatures = new CookieSignatures([newest, older]);
  const signature = signatures.sign('portico_session=a');

  it.each([
    ['another value', 'portico_session=b', signature],
    ['another cookie', 'portico_resume=a', signature],
    ['a shorter signature', 'portico_session=a', signature.slice(0, -4)],
    ['no signature', 'portico_session=a', ''],
    [
      'a changed signature',
      'portico_session=a',
      `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    ],
    [
      'the key of somebody else',
      'portico_session=a',
      new CookieSignatures([randomBytes(32)]).sign('portico_session=a'),
    ],
  ])('B09 refuses %s', (_, data, given) => {
    expect(signatures.index(data, given)).toBe(-1);
    expect(signatures.verify(data, given)).toBe(false);
  });

  it('knows its own, and by which key', () => {
    expect(signatures.index('portico_session=a', signature)).toBe(0);
    expect(
      signatures.index('portico_session=a', new CookieSignatures([older]).sign('portico_session=a')),
    ).toBe(1);
    expect(signature).toMatch(/^[\w-]{43}$/);
  });
});
