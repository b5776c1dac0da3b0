import { fieldOf, toFieldFaults } from './field-faults.rules.js';

describe(fieldOf, () => {
  it.each([
    ['/clientId', 'clientId'],
    ['/scopes/2', 'scopes'],
    ['/a~1b', 'a/b'],
    ['/a~0b', 'a~b'],
    ['', ''],
  ])('of %j is %j', (pointer, field) => {
    expect(fieldOf(pointer)).toBe(field);
  });
});

describe(toFieldFaults, () => {
  it('gives each field its first fault and leaves over what has no field', () => {
    const faults = [
      { pointer: '/discoveryUrl', message: 'first' },
      { pointer: '/discoveryUrl', message: 'second' },
      { pointer: '/other', message: 'third' },
    ];
    expect(toFieldFaults(faults, ['clientId', 'discoveryUrl'])).toEqual({
      byField: { discoveryUrl: { pointer: '/discoveryUrl', message: 'first' } },
      others: [{ pointer: '/other', message: 'third' }],
    });
  });
});
