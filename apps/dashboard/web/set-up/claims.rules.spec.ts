import { instantOf, isExplained, sortClaims, toText } from './claims.rules.js';

describe(sortClaims, () => {
  it('puts what decides first and what is unknown last, by name', () => {
    expect(sortClaims({ zebra: 1, iss: 'x', apple: 2, email: 'a@b' }).map(([name]) => name)).toEqual([
      'email',
      'iss',
      'apple',
      'zebra',
    ]);
  });
});

describe(toText, () => {
  it.each([
    ['text', 'text'],
    [true, 'true'],
    [['pwd', 'mfa'], 'pwd, mfa'],
    [{ a: 1 }, '{"a":1}'],
    [null, 'null'],
  ])('%j is %s', (value, text) => {
    expect(toText(value)).toBe(text);
  });
});

describe(instantOf, () => {
  it('reads seconds of a claim that tells a time, and nothing else', () => {
    expect(instantOf('exp', 1_795_428_000)).toBe('2026-11-23T10:00:00.000Z');
    expect(instantOf('exp', 'soon')).toBeUndefined();
    expect(instantOf('sub', 1_795_428_000)).toBeUndefined();
  });
});

describe(isExplained, () => {
  it('knows a claim of the standard, and no other', () => {
    expect(isExplained('email')).toBe(true);
    expect(isExplained('constructor')).toBe(false);
  });
});
