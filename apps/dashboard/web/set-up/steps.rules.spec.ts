import { isReachable, isSetUpStep, stepsOf, stepToGoOn, stepToShow } from './steps.rules.js';

const draft = {
  provider: 'okta' as const,
  mode: 'off' as const,
  revision: 0,
  pendingRevision: null,
  draft: null,
};
const saved = { ...draft, revision: 2 };

describe(stepToGoOn, () => {
  it.each([
    ['a draft without values', draft, false, 'create_application'],
    [
      'a draft whose application is made',
      { ...draft, draft: { step: 'enter_values' as const } },
      false,
      'enter_values',
    ],
    ['values that nobody tried', saved, false, 'test'],
    ['values that wait', { ...saved, pendingRevision: 3 }, true, 'test'],
    ['values that were tried', saved, true, 'turn_on'],
    [
      'Google, whatever the draft says',
      { ...saved, provider: 'google' as const, draft: { step: 'enter_values' as const } },
      false,
      'test',
    ],
  ])('%s', (_, connection, isProved, step) => {
    expect(stepToGoOn(connection, { isProved })).toBe(step);
  });
});

describe(isReachable, () => {
  it('keeps the test of a draft shut until values are saved', () => {
    expect(isReachable('test', draft)).toBe(false);
    expect(isReachable('turn_on', draft)).toBe(false);
    expect(isReachable('enter_values', draft)).toBe(true);
    expect(isReachable('test', saved)).toBe(true);
    expect(isReachable('test', { ...draft, pendingRevision: 1 })).toBe(true);
  });
});

describe(stepsOf, () => {
  it('leaves out of Google what is not to be filled in', () => {
    expect(stepsOf({ provider: 'google' })).toEqual(['test', 'turn_on']);
    expect(stepsOf({ provider: 'azure' })).toHaveLength(4);
  });
});

describe(isSetUpStep, () => {
  it('knows its own names alone', () => {
    expect(isSetUpStep('test')).toBe(true);
    expect(isSetUpStep('turn')).toBe(false);
    expect(isSetUpStep(undefined)).toBe(false);
  });
});

describe(stepToShow, () => {
  it.each([
    ['a test that cannot begin yet', 'test' as const, draft, 'create_application'],
    [
      'values that Google has not',
      'enter_values' as const,
      { ...saved, provider: 'google' as const },
      'test',
    ],
    ['a test', 'test' as const, saved, 'test'],
    ['nothing', undefined, draft, 'create_application'],
  ])('when %s is asked for', (_, wanted, connection, step) => {
    expect(stepToShow(wanted, connection, false)).toBe(step);
  });
});
