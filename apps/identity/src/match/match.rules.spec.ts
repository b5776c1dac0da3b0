import type { UserSnapshot } from '@portico/contracts';
import { chooseUser, isPlainText, type MatchInput, nameOfNewUser } from './match.rules.js';

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
  policy: 'match_only',
  emailTrust: 'trusted',
  domainProved: false,
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
    [
      'M03 a stranger of a proved domain, as nobody is made by default',
      anInput({ domainProved: true }),
      'user_unknown',
      undefined,
    ],
    [
      'M03 to make a user outside the proved domains',
      anInput({ policy: 'match_or_create' }),
      'user_unknown',
      undefined,
    ],
    [
      'M03 to make a user whose address nobody vouches for, even in a proved domain',
      anInput({ policy: 'match_or_create', domainProved: true, emailTrust: 'unverified' }),
      'email_unverified',
      undefined,
    ],
    [
      'to make a user without an address',
      anInput({ policy: 'match_or_create', domainProved: true, emailTrust: 'missing' }),
      'email_missing',
      undefined,
    ],
    [
      'M19 to make a second user in place of a deactivated one',
      anInput({ policy: 'match_or_create', domainProved: true, candidates: [free(gone(scout))] }),
      'user_deactivated',
      scout.userId,
    ],
    [
      'an identity without a link where only linked ones are admitted',
      anInput({ policy: 'pre_linked_only', domainProved: true, candidates: [free(scout)] }),
      'link_missing',
      undefined,
    ],
    [
      'M19 a linked user who is deactivated where only linked ones are admitted',
      anInput({ policy: 'pre_linked_only', linked: gone(scout) }),
      'user_deactivated',
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

describe('who is made on a first sign-in', () => {
  it('is told where nobody has a trusted address of a proved domain and the tenant wants it', () => {
    expect(chooseUser(anInput({ policy: 'match_or_create', domainProved: true }))).toEqual({
      outcome: 'to_create',
    });
  });

  it('is nobody where one active user has the address', () => {
    const input = anInput({ policy: 'match_or_create', domainProved: true, candidates: [free(scout)] });
    expect(chooseUser(input)).toEqual({ outcome: 'matched', user: scout });
  });

  it.each<[string, string | undefined, string]>([
    ['the claim', 'Scout Finch', 'Scout Finch'],
    ['the claim without the blanks around it', '  Scout Finch ', 'Scout Finch'],
    ['the address where there is no claim', undefined, 'scout'],
    ['the address where the claim is blank', '   ', 'scout'],
    ['the address where the claim has a line break', 'Scout\nadmin', 'scout'],
    ['the address where the claim has NUL', 'Scout\0', 'scout'],
  ])('is named by %s', (_, claimed, name) => {
    expect(nameOfNewUser('scout@acme.example', claimed)).toBe(name);
  });

  it('is nobody where only linked identities are admitted, and those are', () => {
    const input = anInput({ policy: 'pre_linked_only', emailTrust: 'missing', linked: scout });
    expect(chooseUser(input)).toEqual({ outcome: 'linked', user: scout });
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
