import { checkClock } from './clock.rules.js';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const MINUTE_MS = 60_000;

describe(checkClock.name, () => {
  it.each([10, -10, 61])('F19 refuses a database that is %i minutes ahead', (minutes) => {
    const theirs = new Date(NOW + minutes * MINUTE_MS);
    expect(() => checkClock(theirs, NOW, NOW)).toThrow('ten minutes');
  });

  it.each([0, 0.5, -0.5, 9])('F19 goes on with one that is %f minutes ahead', (minutes) => {
    expect(() => checkClock(new Date(NOW + minutes * MINUTE_MS), NOW, NOW)).not.toThrow();
  });

  it('F19 counts no time that the question took', () => {
    expect(() => checkClock(new Date(NOW), NOW - 11 * MINUTE_MS, NOW + MINUTE_MS)).not.toThrow();
  });
});
