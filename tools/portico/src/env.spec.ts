import { readSettings } from './env.js';

const complete = {
  PORTICO_URL: 'https://login.example.com/',
  PORTICO_CLIENT_ID: 'nightly',
  PORTICO_CLIENT_SECRET: 'a-secret',
};

describe(readSettings.name, () => {
  it('names everything that is missing at once', () => {
    expect(() => readSettings(undefined, {})).toThrow(
      /PORTICO_URL.*PORTICO_CLIENT_ID.*PORTICO_CLIENT_SECRET_FILE/,
    );
  });

  it.each([
    ['an address that is none', { PORTICO_URL: 'login.example.com' }, 'PORTICO_URL is no address'],
    [
      'a file that is not there',
      { PORTICO_CLIENT_SECRET: '', PORTICO_CLIENT_SECRET_FILE: '/nowhere' },
      '/nowhere',
    ],
  ])('refuses %s', (_, changes, message) => {
    expect(() => readSettings(undefined, { ...complete, ...changes })).toThrow(message);
  });

  it('reads addresses without the slash at their end', () => {
    expect(readSettings(undefined, complete).addresses.broker).toBe('https://login.example.com');
  });
});
