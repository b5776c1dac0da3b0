import { type AppError, type Code } from '@portico/contracts';
import { Wishes } from '../interactions/wishes.rules.js';
import { checkWishes } from './wishes-proof.rules.js';

const START = 1_800_000_000;
/** The browser is back two minutes after the login started. */
const NOW = START + 120;
const moments = { loginStartedAt: new Date(START * 1000), now: new Date(NOW * 1000) };

type Proof = Parameters<typeof checkWishes>[1];

const outcomeOf = (wishes: Partial<Wishes>, proof: Proof): Code | 'proved' => {
  try {
    checkWishes(Wishes.parse(wishes), proof, moments);
    return 'proved';
  } catch (error) {
    return (error as AppError).code;
  }
};

describe(checkWishes.name, () => {
  it.each<[string, Partial<Wishes>, Proof]>([
    ['P28 prompt=login without auth_time', { afresh: true }, {}],
    ['P28 prompt=login with a sign-in of before', { afresh: true }, { authTime: START - 61 }],
    ['P28 prompt=login with a sign-in to come', { afresh: true }, { authTime: NOW + 61 }],
    ['max_age without auth_time', { maxAgeSeconds: 3600 }, {}],
    ['max_age with an older sign-in', { maxAgeSeconds: 3600 }, { authTime: NOW - 3661 }],
    ['max_age=0 with a sign-in of before', { maxAgeSeconds: 0 }, { authTime: NOW - 61 }],
    [
      'both, where only max_age is borne out',
      { afresh: true, maxAgeSeconds: 3600 },
      { authTime: START - 61 },
    ],
  ])('refuses %s', (_, wishes, proof) => {
    expect(outcomeOf(wishes, proof)).toBe('reauth_unprovable');
  });

  it.each<[string, Proof]>([
    ['none', {}],
    ['another', { acr: 'bronze' }],
    ['a part of one', { acr: 'gol' }],
  ])('refuses an essential acr with %s', (_, proof) => {
    expect(outcomeOf({ essentialAcrs: ['gold', 'silver'] }, proof)).toBe('acr_unmet');
  });

  it.each<[string, Partial<Wishes>, Proof]>([
    ['nothing wished and nothing proved', {}, {}],
    ['prompt=login with a sign-in since', { afresh: true }, { authTime: START + 30 }],
    ['prompt=login with a clock a minute behind', { afresh: true }, { authTime: START - 60 }],
    ['a clock a minute ahead', { afresh: true }, { authTime: NOW + 60 }],
    ['max_age with a recent sign-in', { maxAgeSeconds: 3600 }, { authTime: NOW - 3600 }],
    ['an essential acr that is met', { essentialAcrs: ['gold', 'silver'] }, { acr: 'silver' }],
    ['preferred acr values that are not met', { acrValues: ['gold'] }, { acr: 'bronze' }],
  ])('accepts %s', (_, wishes, proof) => {
    expect(outcomeOf(wishes, proof)).toBe('proved');
  });
});
