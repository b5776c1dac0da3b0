import type { UserSnapshot } from '@portico/contracts';
import { checkFitPassword, chooseHolders, type Holder } from './password.rules.js';

const holderIn = (
  tenantId: string,
  user: Partial<UserSnapshot> = {},
  hash: string | null = 'hash',
): Holder => ({
  user: {
    tenantId,
    userId: `${tenantId}-scout`,
    email: 'scout@acme.example',
    name: 'Scout Finch',
    externalId: null,
    status: 'active',
    roles: ['member'],
    ...user,
  },
  hash,
  factors: [],
});

describe(chooseHolders.name, () => {
  it.each<[string, string[], Holder[], number]>([
    ['no tenant', [], [], 1],
    ['one tenant and nobody', ['acme'], [], 1],
    ['two tenants and nobody', ['acme', 'globex'], [], 2],
    ['a tenant named twice', ['acme', 'acme'], [holderIn('acme')], 1],
    ['a deactivated user', ['acme'], [holderIn('acme', { status: 'deactivated' })], 1],
    ['M17 two active users', ['acme'], [holderIn('acme'), holderIn('acme', { userId: 'jem' })], 1],
    ['a user of a tenant that was not asked for', ['acme'], [holderIn('globex')], 1],
  ])('B01 gives as many entries for %s as for people who exist', (_, tenantIds, holders, entries) => {
    expect(chooseHolders(tenantIds, holders)).toHaveLength(entries);
  });

  it.each<[string, Holder[]]>([
    ['a deactivated user', [holderIn('acme', { status: 'deactivated' })]],
    ['M17 one of two active users', [holderIn('acme'), holderIn('acme', { userId: 'jem' })]],
    ['a user of a tenant that was not asked for', [holderIn('globex')]],
  ])('refuses to try %s', (_, holders) => {
    expect(chooseHolders(['acme'], holders)).toEqual([null]);
  });

  it('chooses the only active user of each tenant', () => {
    const acme = holderIn('acme');
    const globex = holderIn('globex', {}, null);
    const gone = holderIn('acme', { userId: 'gone', status: 'deactivated' });
    expect(chooseHolders(['acme', 'globex'], [gone, globex, acme])).toEqual([acme, globex]);
  });
});

describe(checkFitPassword.name, () => {
  const check = (password: string) => () => {
    checkFitPassword(password, { email: 'jean.louise@acme.example', common: new Set(['1qaz2wsx3edc']) });
  };

  it.each([
    ['eleven characters', 'x'.repeat(11)],
    ['six characters that are two units each', '\u{1F600}'.repeat(6)],
    ['more than 1024 characters', 'x'.repeat(1025)],
    ['one that many have', '1QAZ2wsx3edc'],
    ['one that many have, typed full width', '\uFF11qaz2wsx3edc'],
    ['the address', 'Jean.Louise@acme.example'],
    ['a part of the address with a year', 'Louise2026!!'],
    ['parts of the address in another order', 'acme-louise-jean'],
    ['the product with digits', 'Portico123456'],
    ['the product and the word itself', 'portico password'],
  ])('refuses %s', (_, password) => {
    expect(check(password)).toThrow('password_unfit');
  });

  it.each([
    '830491740183',
    'portico-demo',
    'correct horse battery',
    'louise likes horses',
    `${'\u{1F600}'.repeat(3)} nine more`,
  ])('takes %j', (password) => {
    expect(check(password)).not.toThrow();
  });
});
