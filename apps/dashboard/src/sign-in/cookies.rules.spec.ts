import {
  cookieOptions,
  listStaleCookies,
  pendingCookieName,
  readCookies,
  sessionCookieName,
} from './cookies.rules.js';

const https = 'https://dashboard.example.com';
const http = 'http://localhost:3000';

describe('the cookies of the dashboard', () => {
  it('B09 are __Host- and Secure on https, for the whole host and no script', () => {
    expect(sessionCookieName(https)).toBe('__Host-portico_dashboard');
    expect(pendingCookieName(https, 'abcdefghijkl')).toBe('__Host-portico_dashboard_sign_in_abcdefgh');
    expect(cookieOptions(https, 60)).toEqual({
      httpOnly: true,
      secure: true,
      sameSite: 'lax',
      path: '/',
      maxAge: 60_000,
    });
  });

  it('B09 have a name of their own on http://localhost, where ports do not part cookies', () => {
    expect(sessionCookieName(http)).toBe('portico_dashboard');
    expect(cookieOptions(http, 60)).toMatchObject({ httpOnly: true, secure: false, sameSite: 'lax' });
  });

  it('B09 are at most four for sign-ins under way', () => {
    const cookies = new Map([['portico_dashboard', 'x']]);
    for (const state of ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'])
      cookies.set(pendingCookieName(http, state), 'x');
    expect(listStaleCookies(http, cookies)).toEqual([]);
    cookies.set(pendingCookieName(http, 'dddddddd'), 'x');
    expect(listStaleCookies(http, cookies)).toHaveLength(4);
  });

  it.each([
    ['nothing', undefined, {}],
    ['a value with equals signs', 'a=b=c', { a: 'b=c' }],
    ['spaces', ' a=b ;c=d', { a: 'b', c: 'd' }],
    ['the first of two with one name', 'a=first; a=second', { a: 'first' }],
  ])('are read from a header with %s', (_, header, cookies) => {
    const read = readCookies(header);
    for (const [name, value] of Object.entries(cookies)) expect(read.get(name)).toBe(value);
  });
});
