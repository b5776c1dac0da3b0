import { type ModuleResult, toResult } from './conformance-page.ts';

const aModule = (changes: Partial<ModuleResult>): ModuleResult => ({
  name: 'oidcc-server',
  checks: 'The code flow.',
  portico: 'Answers so.',
  outcome: 'passed',
  conditions: 2,
  notMet: [],
  ...changes,
});

describe(toResult.name, () => {
  it('names every condition that does not hold, with what was found, and the reason', () => {
    const notMet = [
      { name: 'ValidateIdToken', outcome: 'failed' as const, found: 'aud' },
      { name: 'CheckForSubjectInIdToken', outcome: 'failed' as const },
    ];
    expect(toResult(aModule({ outcome: 'failed', notMet, because: 'For a reason.' }))).toBe(
      '**differs** in 2 of 2 conditions: `ValidateIdToken` (found: aud), `CheckForSubjectInIdToken`. For a reason.',
    );
  });

  it.each([
    [aModule({ conditions: 1 }), 'passes (1 condition)'],
    [aModule({ outcome: 'review' }), 'passes (2 conditions); the suite asks for a picture of the page'],
    [
      aModule({ outcome: 'skipped', skipped: 'no such scope', because: 'For a reason.' }),
      'skipped by the suite’s own rule: no such scope. For a reason.',
    ],
    [
      aModule({
        outcome: 'warning',
        notMet: [{ name: 'EnsureX', outcome: 'warning' }],
        because: 'For a reason.',
      }),
      'passes, with 1 warning in 2 conditions: `EnsureX`. For a reason.',
    ],
  ])('says of %j: %s', (module, text) => {
    expect(toResult(module)).toBe(text);
  });
});
