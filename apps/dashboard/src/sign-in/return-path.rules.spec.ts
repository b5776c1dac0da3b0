import { readReturnPath, readTarget } from './return-path.rules.js';

const own = 'https://dashboard.example.com';

describe('the way back after a sign-in', () => {
  it.each([
    ['another host', '//evil.example.com/settings'],
    ['another host, by a backslash', '/\\evil.example.com/settings'],
    ['another host, by a tab', '/\t/evil.example.com/settings'],
    ['another host, by a new line', '/\n/evil.example.com'],
    ['an absolute address', 'https://evil.example.com/settings'],
    ['an absolute address of ours', 'https://dashboard.example.com/settings'],
    ['a scheme without a host', 'https:evil.example.com'],
    ['a script', 'javascript:alert(1)'],
    ['a user name', '@evil.example.com/settings'],
    ['a relative path', 'settings'],
    ['the sign-out', '/sign-out'],
    ['the sign-in, for ever', '/sign-in?return=/sign-in'],
    ['an API', '/api/session'],
    ['an API, by dots', '/settings/../api/session'],
    ['an API, by encoded dots', '/settings/%2e%2e/api/session'],
    ['a page that only begins like one of ours', '/settings-evil'],
    ['nothing', undefined],
    ['two', ['/settings', '/support']],
    ['something endless', `/settings/${'x'.repeat(3000)}`],
  ])('B10 is the start page for %s', (_, wanted) => {
    expect(readReturnPath(wanted, own)).toBe('/');
  });

  it.each(['/', '/settings/sso', '/settings/sso/a?step=2', '/support/tenants/b', '/set-up', '/guides/okta'])(
    'is %s',
    (path) => {
      expect(readReturnPath(path, own)).toBe(path);
    },
  );

  it.each([
    ['https://dashboard.example.com/settings/sso', '/settings/sso'],
    ['https://dashboard.example.com.evil.example/settings/sso', '/'],
    ['https://us@dashboard.example.com/settings/sso', '/'],
    ['http://dashboard.example.com/settings/sso', '/'],
    ['/settings/sso', '/'],
    [['https://dashboard.example.com/settings'], '/'],
  ])('B10 of the target %s is %s', (target, path) => {
    expect(readTarget(target, own)).toBe(path);
  });
});
