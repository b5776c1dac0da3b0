import { CreateApplication } from './applications.js';

const machineKey = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };

/** The fields that do not fit, as pointers. */
const faultsOf = (application: object): string[] => {
  const read = CreateApplication.safeParse({ id: 'phone', name: 'Phone', kind: 'public', ...application });
  return read.success ? [] : read.error.issues.map(({ path }) => `/${path.join('/')}`);
};

describe('a redirect URI', () => {
  it.each([
    ['a wildcard in the path', 'https://phone.example.com/*'],
    ['a wildcard in the host', 'https://*.example.com/callback'],
    ['a fragment', 'https://phone.example.com/callback#here'],
    ['an empty fragment', 'https://phone.example.com/callback#'],
    ['a user name', 'https://phone.example.com@evil.example/callback'],
    ['a user name and a password', 'https://phone:secret@evil.example/callback'],
    ['a loopback address as a user name', 'http://localhost:80@evil.example/callback'],
    ['plain http', 'http://phone.example.com/callback'],
    ['plain http at a host that begins like a loopback address', 'http://localhost.evil.example/callback'],
    ['plain http at another address of this machine', 'http://0.0.0.0/callback'],
    ['javascript', 'javascript:alert(1)'],
    ['javascript with a dot', 'javascript:alert(document.cookie)'],
    ['data', 'data:text/html,hello'],
    ['a file', 'file:///etc/passwd'],
    ['a scheme without a dot', 'phone:/callback'],
    ['a scheme of its own with a host', 'com.example.phone://callback'],
    ['no scheme', '//phone.example.com/callback'],
    ['a path alone', '/callback'],
    ['a line break', 'https://phone.example.com/\ncallback'],
    ['a space', 'https://phone.example.com/call back'],
    ['a space before it', ' https://phone.example.com/callback'],
    ['a backslash', 'https://phone.example.com\\@evil.example/'],
    ['a letter that is not ASCII', 'https://phöne.example.com/callback'],
    ['nothing', ''],
  ])('O01 B10 is refused with %s', (_, uri) => {
    expect(faultsOf({ redirectUris: [uri] })).toContain('/redirectUris/0');
    expect(
      faultsOf({ redirectUris: ['https://phone.example.com/'], postLogoutRedirectUris: [uri] }),
    ).toContain('/postLogoutRedirectUris/0');
  });

  it('O01 is refused with a scheme of its own where the application keeps a secret', () => {
    const uri = 'com.example.phone:/callback';
    expect(faultsOf({ kind: 'confidential', redirectUris: [uri] })).toEqual(['/redirectUris/0']);
  });

  it.each([
    'https://phone.example.com/callback?from=portico',
    'https://phone.example.com:8443/',
    'http://localhost:3004/callback',
    'http://127.0.0.1/callback',
    'http://[::1]:9/callback',
    'com.example.phone:/callback',
  ])('may be %s', (uri) => {
    expect(faultsOf({ redirectUris: [uri] })).toEqual([]);
  });
});

describe('the proof of an application', () => {
  const confidential = { kind: 'confidential', redirectUris: ['https://phone.example.com/'] };
  const jwks = { keys: [machineKey] };
  const jwksUri = 'https://phone.example.com/keys';

  it.each([
    ['a key where it has a secret', { ...confidential, jwks }, '/jwks'],
    ['the address of keys where it has a secret', { ...confidential, jwksUri }, '/jwksUri'],
    ['neither keys nor their address', { kind: 'machine', tokenAuth: 'private_key_jwt' }, '/jwks'],
    [
      'keys and their address besides',
      { kind: 'machine', tokenAuth: 'private_key_jwt', jwks, jwksUri },
      '/jwks',
    ],
    ['a way of its own where it is public', { redirectUris: [jwksUri], tokenAuth: 'basic' }, '/'],
    ['a key where it is public', { redirectUris: [jwksUri], jwks }, '/'],
  ])('is refused with %s', (_, application, pointer) => {
    expect(faultsOf(application)).toContain(pointer);
  });

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])(
    'O12 is refused with the private part %s',
    (part) => {
      const keys = [{ ...machineKey, [part]: 'secret' }];
      expect(faultsOf({ kind: 'machine', tokenAuth: 'private_key_jwt', jwks: { keys } })).toContain(
        '/jwks/keys/0',
      );
    },
  );

  it('may be keys or their address', () => {
    for (const keys of [{ jwks }, { jwksUri }])
      expect(faultsOf({ kind: 'machine', tokenAuth: 'private_key_jwt', ...keys })).toEqual([]);
  });
});
