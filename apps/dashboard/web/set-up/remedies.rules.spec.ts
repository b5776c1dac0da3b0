import { remediesOf } from './remedies.rules.js';

describe(remediesOf, () => {
  it.each([
    [
      'a wrong secret',
      { remedies: [], code: 'upstream_client_refused' as const, status: 'refused' as const },
      ['new_secret', 'values'],
    ],
    ['no return', { remedies: [], code: null, status: 'did_not_return' as const }, ['redirect']],
    [
      'an unproved address',
      { remedies: ['prove_domain' as const], code: 'email_unverified' as const, status: 'refused' as const },
      ['prove_domain'],
    ],
    ['a success', { remedies: [], code: null, status: 'succeeded' as const }, []],
  ])('after %s', (_, test, remedies) => {
    expect(remediesOf(test)).toEqual(remedies);
  });
});
