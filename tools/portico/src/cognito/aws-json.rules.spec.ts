import { readAwsJson } from './aws-json.rules.js';

const read = (json: unknown): ReturnType<typeof readAwsJson> => readAwsJson(JSON.stringify(json));
const aUser = (user: object = {}): object => ({ Users: [{ Username: 'scout', ...user }] });

describe(readAwsJson.name, () => {
  it.each<[string, string, RegExp]>([
    ['what is not JSON', '{"Users":', /not JSON/],
    ['a list', '[]', /is not what/],
    ['null', 'null', /is not what/],
    ['what another command prints', '{"UserPool": {}}', /is not what/],
    ['a provider without a name', '{"IdentityProvider": {"ProviderType": "OIDC"}}', /ProviderName/],
    ['a client without an id', '{"UserPoolClient": {}}', /ClientId/],
    ['a user without a name', '{"Users": [{"Attributes": []}]}', /Users\.0\.Username/],
    ['attributes that are none', '{"Users": [{"Username": "a", "Attributes": "x"}]}', /Attributes/],
  ])('refuses %s and says where', (_, text, fault) => {
    expect(readAwsJson(text)).toEqual({ fault: expect.stringMatching(fault) as string });
  });

  it('lets fields be that it does not know', () => {
    expect(read({ UserPoolClient: { ClientId: 'x', NewOfAws: { a: 1 } } })).toEqual({
      clients: [{ ClientId: 'x' }],
    });
  });

  it('reads attributes by name, and identities from their text', () => {
    const Value =
      '[{"userId":"00u1","providerName":"AcmeOkta","providerType":"OIDC","issuer":null,"primary":true,"dateCreated":1694505931512}]';
    expect(read(aUser({ Attributes: [{ Name: 'identities', Value }], Enabled: false }))).toMatchObject({
      users: [
        {
          username: 'scout',
          enabled: false,
          status: 'UNKNOWN',
          identities: [{ providerName: 'AcmeOkta', userId: '00u1' }],
        },
      ],
    });
  });

  it.each(['not json', '{}', '[{"userId":1}]'])('reads no identities from %s', (Value) => {
    expect(read(aUser({ Attributes: [{ Name: 'identities', Value }] }))).toMatchObject({
      users: [{ identities: [] }],
    });
  });

  it.each<[string, unknown, number]>([
    ['ISO 8601', '2025-06-01T08:00:00+02:00', Date.UTC(2025, 5, 1, 6)],
    ['seconds since 1970', 1748757600.5, 1748757600500],
    ['nothing', undefined, 0],
    ['no date', 'yesterday', 0],
  ])('reads a moment from %s', (_, UserLastModifiedDate, modifiedAt) => {
    expect(read(aUser({ UserLastModifiedDate }))).toMatchObject({ users: [{ modifiedAt }] });
  });
});
