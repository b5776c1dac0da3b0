import { Command } from 'commander';
import { addFieldOptions, readFields } from './application-options.js';

const fieldsOf = (...args: string[]): Record<string, unknown> => {
  const command = addFieldOptions(new Command()).exitOverride();
  command.parse(args, { from: 'user' });
  return readFields(command.opts());
};

describe(readFields.name, () => {
  it('names only what was given', () => {
    expect(fieldsOf()).toEqual({});
    expect(fieldsOf('--name', 'none', '--token-auth', 'post')).toEqual({ name: 'none', tokenAuth: 'post' });
  });

  it('collects lists, and APIs with their scopes', () => {
    expect(
      fieldsOf(
        '--redirect-uri',
        'https://a.example.com/',
        'https://b.example.com/',
        '--redirect-uri',
        'com.example:/',
      ),
    ).toEqual({ redirectUris: ['https://a.example.com/', 'https://b.example.com/', 'com.example:/'] });
    expect(fieldsOf('--resource', 'https://a.example.com/?b=c=read,write', 'urn:example:d')).toEqual({
      resources: [
        { audience: 'https://a.example.com/?b=c', scopes: ['read', 'write'] },
        { audience: 'urn:example:d', scopes: [] },
      ],
    });
  });

  it('takes none for nothing, and all for no limit', () => {
    const none = [
      '--backchannel-logout-uri',
      '--jwks',
      '--refresh-token-seconds',
      '--api-scope',
      '--resource',
    ];
    expect(fieldsOf(...none.flatMap((flag) => [flag, 'none']), '--tenant', 'all')).toEqual({
      backchannelLogoutUri: null,
      jwks: null,
      refreshTokenSeconds: null,
      apiScopes: [],
      resources: [],
      tenantIds: null,
    });
  });
});
