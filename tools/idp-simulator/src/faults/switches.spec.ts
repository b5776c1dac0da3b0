import { PERSONALITY_NAMES } from '../personality.js';
import { FAULTS } from './faults.js';
import { admittedBy, switchedOn, switchesOf } from './switches.js';

const namesOf = (name: (typeof PERSONALITY_NAMES)[number]) => admittedBy(name).map(([fault]) => fault);

describe('switches', () => {
  it.each([
    ['azure', 'unverified'],
    ['onelogin', 'noEmailVerified'],
    ['google', 'noAuthTime'],
    ['okta', 'otherEmail'],
    ['keycloak', 'bareIssuer'],
    ['oidc', 'edovClaim'],
  ] as const)('refuse for %s what it cannot have: %s', (name, fault) => {
    expect(namesOf(name)).not.toContain(fault);
    expect(switchesOf(name).safeParse({ [fault]: true }).success).toBe(false);
  });

  it.each([{ explode: true }, { down: 'yes' }, { slow: -1 }, { slow: 120_001 }, { clockSkew: 90_000 }])(
    'refuse %j',
    (body) => {
      expect(switchesOf('keycloak').safeParse(body).success).toBe(false);
    },
  );

  it('are off if left out, and every fault is somebody’s', () => {
    for (const name of PERSONALITY_NAMES) expect(switchedOn(switchesOf(name).parse({}))).toEqual([]);
    const everybodys = new Set(PERSONALITY_NAMES.flatMap(namesOf));
    expect([...everybodys].sort()).toEqual(Object.keys(FAULTS).sort());
  });

  it('tell those that are on, with their numbers', () => {
    const on = switchedOn(switchesOf('okta').parse({ clockSkew: -600, wrongNonce: true }));
    expect(on.map(({ says, value }) => [says, value])).toEqual([
      ['Carries another nonce', 1],
      ['Seconds that the clock is ahead (negative: behind)', -600],
    ]);
  });
});
