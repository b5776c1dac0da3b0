import { readPreselection } from './preselection.rules.js';

describe(readPreselection.name, () => {
  it.each<[string, unknown, string | undefined]>([
    ['nothing', undefined, undefined],
    ['an empty name', '', undefined],
    ['a list', ['okta'], undefined],
    ["Cognito's own user pool", 'COGNITO', undefined],
    ['a name', 'Okta', 'Okta'],
    ['more than any name has', 'x'.repeat(5000), 'x'.repeat(254)],
  ])('reads %s', (_, value, name) => {
    expect(readPreselection({ identity_provider: value, idp_identifier: value })).toEqual({
      identityProvider: name,
      idpIdentifier: name,
    });
  });
});
