import { LINT_RULES } from '@portico/policy';
import { lintDe } from './lint.de.js';

describe('the mistakes in pasted values', () => {
  it('are told in German, every rule of the linter and no other', () => {
    expect(Object.keys(lintDe).sort()).toEqual([...new Set(LINT_RULES.map(({ rule }) => rule))].sort());
  });
});
