import { readNumber, readTime } from './time.rules.js';

const now = new Date('2026-11-23T12:00:00Z');

describe(readTime.name, () => {
  it.each(['', 'yesterday', '12', '5w', '2026-11-23 08:00', '2026-11-23T08:00:00', '2026-13-01', '-5m'])(
    'refuses %j',
    (text) => expect(() => readTime(text, now)).toThrow('is no time'),
  );

  it('refuses what is yet to come', () => {
    expect(() => readTime('2026-11-24', now)).toThrow('yet to come');
  });

  it.each([
    ['90s', '2026-11-23T11:58:30.000Z'],
    ['15m', '2026-11-23T11:45:00.000Z'],
    ['2h', '2026-11-23T10:00:00.000Z'],
    ['3d', '2026-11-20T12:00:00.000Z'],
    ['2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23T08:00:00+01:00', '2026-11-23T07:00:00.000Z'],
  ])('reads %s', (text, time) => {
    expect(readTime(text, now).toISOString()).toBe(time);
  });
});

describe(readNumber.name, () => {
  it.each(['0', '-1', '1.5', 'many', ''])('refuses %j', (text) => {
    expect(() => readNumber('--count', text)).toThrow('--count is a whole number');
  });
});
