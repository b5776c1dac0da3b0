import { traceparentOf } from './login-trace.rules.js';

const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe(traceparentOf.name, () => {
  it.each([
    ['no cookie', '/login/u', undefined],
    ['a cookie of another kind', '/login/u', 'portico_session=x'],
    ['nonsense', '/login/u', 'portico_interaction_request_trace=nonsense'],
    [
      'the login of another tab',
      '/oauth2/idpresponse/c?code=x&state=abcdefgh99',
      `portico_login_zzzzzzzz_trace=${trace}`,
    ],
    [
      'an interaction at the callback',
      '/oauth2/idpresponse/c?state=abcdefgh99',
      `portico_interaction_return_trace=${trace}`,
    ],
  ])('finds none for %s', (_, url, cookies) => {
    expect(traceparentOf(url, cookies)).toBeUndefined();
  });

  it.each([
    ['/login/u', `a=b; portico_interaction_request_trace=${trace}`],
    ['/oauth2/authorize/u', `__Secure-portico_interaction_return_trace=${trace}; c=d`],
    ['/oauth2/idpresponse/c?code=x&state=abcdefgh99', `__Secure-portico_login_abcdefgh_trace=${trace}`],
    ['/oauth2/idpresponse?state=ab-d_fgh99', `portico_login_ab-d_fgh_trace=${trace}`],
  ])('finds that of %s', (url, cookies) => {
    expect(traceparentOf(url, cookies)).toBe(trace);
  });
});
