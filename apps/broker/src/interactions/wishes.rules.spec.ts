import { readWishes, toUpstreamWishes, Wishes } from './wishes.rules.js';

const claims = (acr: unknown): string => JSON.stringify({ id_token: { acr } });

describe(readWishes.name, () => {
  it.each<[string, Record<string, unknown>, Partial<Wishes>]>([
    ['nothing', {}, {}],
    ['P28 prompt=login', { prompt: 'login' }, { afresh: true }],
    ['another prompt', { prompt: 'none' }, {}],
    ['P28 max_age=0', { max_age: 0 }, { maxAgeSeconds: 0 }],
    ['max_age as text', { max_age: '3600' }, { maxAgeSeconds: 3600 }],
    ['a max_age that is no number', { max_age: 'soon' }, {}],
    ['acr_values', { acr_values: 'gold silver' }, { acrValues: ['gold', 'silver'] }],
    ['an essential acr', { claims: claims({ essential: true, value: 'gold' }) }, { essentialAcrs: ['gold'] }],
    [
      'essential acrs',
      { claims: claims({ essential: true, values: ['gold', 'silver'] }) },
      { essentialAcrs: ['gold', 'silver'] },
    ],
    ['a voluntary acr', { claims: claims({ value: 'gold' }) }, {}],
    ['claims of another kind', { claims: JSON.stringify({ userinfo: { email: null } }) }, {}],
    ['a null acr', { claims: claims(null) }, {}],
    ['ui_locales', { ui_locales: 'de-CH de' }, { uiLocales: 'de-CH de' }],
    ['ui_locales that are none', { ui_locales: '../de' }, {}],
    ['ui_locales without an end', { ui_locales: 'de '.repeat(50).trim() }, {}],
  ])('reads %s', (_, parameters, wishes) => {
    expect(readWishes(parameters)).toEqual({
      afresh: false,
      maxAgeSeconds: undefined,
      acrValues: [],
      essentialAcrs: [],
      uiLocales: undefined,
      ...wishes,
    });
  });
});

describe(toUpstreamWishes.name, () => {
  it('passes nothing on where nothing is wished', () => {
    expect(toUpstreamWishes(Wishes.parse({}))).toEqual({});
  });

  it('P28 passes everything on, essential values among the preferred ones', () => {
    const wishes = {
      afresh: true,
      maxAgeSeconds: 0,
      acrValues: ['silver'],
      essentialAcrs: ['gold', 'silver'],
    };
    expect(toUpstreamWishes(wishes)).toEqual({ prompt: 'login', maxAge: 0, acrValues: 'silver gold' });
  });
});
