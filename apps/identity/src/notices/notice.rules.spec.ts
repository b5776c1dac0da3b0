import { toMoment, toOneLine } from './notice.rules.js';

describe(toMoment.name, () => {
  it('says day and time in UTC', () => {
    expect(toMoment('2026-11-23T08:30:59.000Z')).toBe('23 November 2026 at 08:30 UTC');
  });
});

describe(toOneLine.name, () => {
  it('leaves no line break and no control character', () => {
    expect(toOneLine(' Ticket 4711:\r\n\r\n-- \u0007Portico\u2028ends ')).toBe(
      'Ticket 4711: -- Portico ends',
    );
  });
});
