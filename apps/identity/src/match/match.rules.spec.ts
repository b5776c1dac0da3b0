import type { UserSnapshot } from '@portico/contracts';
import { chooseUser, isPlainText, type MatchInput } from './match.rules.js';

const scout: UserSnapshot = {
  tenantId: '0199d5a0-0000-7000-8000-000000000001',
  userId: '0199d5a0-0000-7000-8000-00000000000a',
  email: 'scout@acme.example',
  name: 'Scout Finch',
  externalId: null,
  status: 'active',
  roles: ['member'],
};
const jem: UserSnapshot = { ...scout, userId: '0199d5a0-0000-7000-8000-00000000000b', name: 'Jem Finch' };
const gone = (user: UserSnapshot): UserSnapshot => ({ ...user, status: 'deactivated' });
const free = (user: UserSnapshot) => ({ user, linkedElsewhere: false });
const taken = (user: UserSnapshot) => ({ user, linkedElsewhere: true });

const anInput = (input: Partial<MatchInput>): MatchInput => ({
  emailTrust: 'trusted',
  linked: null,
  candidates: [],
  ...input,
});

describe(chooseUser.name, () => {
  it.each<[string, MatchInput, string, string | undefined]>([
    [
      'M19 a linked user who is deactivated',
      anInput({ linked: gone(scout) }),
      'user_deactivated',
      scout.userId,
    ],
    [
      'M19 a linked user who is deactivated, although another has the address',
      anInput({ linked: gone(scout), candidates: [free(jem)] }),
      'user_deactivated',
      scout.userId,
    ],
    ['no e-mail', anInput({ emailTrust: 'missing', candidates: [free(scout)] }), 'email_missing', undefined],
    [
      'M05 an e-mail that nobody vouches for',
      anInput({ emailTrust: 'unverified', candidates: [free(scout)] }),
      'email_unverified',
      undefined,
    ],
    ['nobody with the address', anInput({}), 'user_unknown', undefined],
    ['M17 two active users', anInput({ candidates: [free(scout), free(jem)] }), 'user_ambiguous', undefined],
    [
      'M17 two active users, of whom one has another identity',
      anInput({ candidates: [taken(scout), free(jem)] }),
      'user_ambiguous',
      undefined,
    ],
    [
      'M19 a deactivated user',
      anInput({ candidates: [free(gone(scout))] }),
      'user_deactivated',
      scout.userId,
    ],
    [
      'M19 two deactivated users',
      anInput({ candidates: [free(gone(scout)), free(gone(jem))] }),
      'user_deactivated',
      undefined,
    ],
    [
      'M18 a user with another identity at this connection',
      anInput({ candidates: [taken(scout)] }),
      'link_conflict',
      scout.userId,
    ],
  ])('refuses %s', (_, input, code, userId) => {
    const choice = chooseUser(input);
    expect(choice).toMatchObject({ outcome: 'refused', code });
    expect('userId' in choice ? choice.userId : undefined).toBe(userId);
  });

  it.each(['trusted', 'unverified', 'missing'] as const)(
    "M06 lets the link decide alone, with an e-mail that is %s and somebody else's",
    (emailTrust) => {
      const choice = chooseUser(anInput({ linked: scout, emailTrust, candidates: [free(jem)] }));
      expect(choice).toEqual({ outcome: 'linked', user: scout });
    },
  );

  it('matches the only active user', () => {
    const choice = chooseUser(anInput({ candidates: [free(gone(jem)), free(scout)] }));
    expect(choice).toEqual({ outcome: 'matched', user: scout });
  });
});

describe(isPlainText.name, () => {
  it.each([' a', 'a ', '\ta', 'a\n', 'a\0b', 'a\u001Bb', 'a\uD800', '\u00A0a'])('M21 refuses %j', (text) => {
    expect(isPlainText(text)).toBe(false);
  });

  it.each(['a', 'auth0|5f7c', 'a b', '110169484474386276334', 'TID:oid', 'jörg'])('takes %j', (text) => {
    expect(isPlainText(text)).toBe(true);
  });
});
