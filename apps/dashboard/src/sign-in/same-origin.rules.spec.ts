import { isSameOrigin } from './same-origin.rules.js';

const own = 'https://dashboard.example.com';

describe(isSameOrigin.name, () => {
  it.each([
    ['another site', { secFetchSite: 'cross-site', origin: 'https://evil.example.com' }],
    ['another port of localhost', { secFetchSite: 'same-site', origin: 'http://localhost:3004' }],
    ['another site with a forged origin', { secFetchSite: 'cross-site', origin: own }],
    ['an address typed by hand', { secFetchSite: 'none' }],
    ['an old browser on another site', { origin: 'https://evil.example.com' }],
    ['an old browser that hides its origin', { origin: 'null' }],
    ['something that says nothing', {}],
  ])('A12 refuses %s', (_, from) => {
    expect(isSameOrigin(from, own)).toBe(false);
  });

  it.each([
    [
      'our own page, which sends no referrer and so a null origin',
      { secFetchSite: 'same-origin', origin: 'null' },
    ],
    ['our own page in an old browser', { origin: own }],
  ])('lets %s pass', (_, from) => {
    expect(isSameOrigin(from, own)).toBe(true);
  });
});
