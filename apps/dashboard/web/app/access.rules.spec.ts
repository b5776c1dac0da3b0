import { placesOf, powersOf } from './access.rules.js';

describe(placesOf, () => {
  it.each([
    ['a member', { roles: ['member' as const], recovery: false }, []],
    [
      'an administrator',
      { roles: ['tenant_admin' as const], recovery: false },
      ['sso', 'domains', 'users', 'history', 'recovery'],
    ],
    ['a recovery sign-in', { roles: ['tenant_admin' as const], recovery: true }, ['sso', 'history']],
    ['support', { roles: ['support' as const], recovery: false }, ['support']],
    ['an operator', { roles: ['operator' as const], recovery: false }, ['support']],
  ])('of %s', (_, visitor, places) => {
    expect(placesOf(visitor)).toEqual(places);
  });
});

describe(powersOf, () => {
  it('a member has none', () => {
    expect(powersOf({ roles: ['member'], recovery: false })).toEqual({
      mayMend: false,
      mayLower: false,
      mayAdminister: false,
    });
  });

  it('a recovery sign-in mends and lowers, and administers nothing', () => {
    expect(powersOf({ roles: ['tenant_admin'], recovery: true })).toEqual({
      mayMend: true,
      mayLower: true,
      mayAdminister: false,
    });
  });

  it('a set-up link mends alone', () => {
    expect(powersOf({ roles: [], recovery: false }, true)).toEqual({
      mayMend: true,
      mayLower: false,
      mayAdminister: false,
    });
  });
});
