import { EVENTS, LoginFailed, SsoConfigChanged } from './events.js';
import { readFixtures } from './fixtures.js';
import { readEvent } from './read-event.js';

const fixtures = readFixtures().map((fixture) => [`${fixture.type} ${fixture.name}`, fixture] as const);

describe(readEvent.name, () => {
  it.each([
    ['what is no object', 'login', ['(whole) invalid_type']],
    ['a field that is missing', { version: 1 }, ['changed invalid_type']],
    ['a field of another type', { version: '1', changed: [] }, ['version invalid_type']],
    ['an item of another type', { version: 1, changed: ['tenant', 4711] }, ['changed.1 invalid_type']],
    ['a number that is too small', { version: 0, changed: [] }, ['version too_small']],
    [
      'an id that is none',
      { version: 1, changed: [], connectionId: 'okta' },
      ['connectionId invalid_format'],
    ],
  ])('refuses %s, and names the field but not its value', (_, body, fields) => {
    expect(readEvent(SsoConfigChanged, body)).toEqual({ outcome: 'misfit', fields });
  });

  it.each(fixtures)('reads %s, and drops what a newer release has added', (_, { type, data }) => {
    const body = { ...(data as object), addedLater: { of: ['any', 'shape'] } };
    expect(readEvent(EVENTS[type]!, body)).toEqual({ outcome: 'fits', data });
  });

  it('lets a value through that a newer release has added to an enumeration', () => {
    const data = { version: 8, changed: ['tenant', 'moon_phase'], provider: 'ping', mode: 'rehearsed' };
    expect(readEvent(SsoConfigChanged, data)).toEqual({ outcome: 'fits', data });
    const failed = { ...LoginFailed.example, code: 'a_code_of_tomorrow' };
    expect(readEvent(LoginFailed, failed)).toEqual({ outcome: 'fits', data: failed });
  });
});
