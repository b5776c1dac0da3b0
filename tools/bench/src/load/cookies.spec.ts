import { Cookies } from './cookies.ts';

describe(Cookies.name, () => {
  it('sends no cookie to a path that it was not set for', () => {
    const cookies = new Cookies();
    cookies.take(['login=1; Path=/login/a; HttpOnly'], '/oauth2/authorize');
    expect(cookies.headerFor('/login/ab')).toBe('');
    expect(cookies.headerFor('/login/a/sso')).toBe('login=1');
  });

  it('forgets a cookie that is set with an end in the past', () => {
    const cookies = new Cookies();
    cookies.take(['a=1; path=/', 'b=2; path=/'], '/');
    cookies.take(['a=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT', 'b=; Path=/; Max-Age=0'], '/');
    expect(cookies.headerFor('/')).toBe('');
  });

  it('sends the cookie of the longest path first, and keeps an equals sign in a value', () => {
    const cookies = new Cookies();
    cookies.take(['a=x==; path=/', 'b=2; path=/login'], '/');
    expect(cookies.headerFor('/login')).toBe('b=2; a=x==');
  });

  it('takes the folder of the request where a cookie names no path', () => {
    const cookies = new Cookies();
    cookies.take(['a=1'], '/oauth2/authorize');
    expect(cookies.headerFor('/oauth2/token')).toBe('a=1');
    expect(cookies.headerFor('/login')).toBe('');
  });
});
