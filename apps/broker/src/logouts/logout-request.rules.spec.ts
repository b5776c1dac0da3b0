import { fromCognito, signInAfter } from './logout-request.rules.js';

describe(fromCognito.name, () => {
  it('calls the address as the standard does', () => {
    expect(fromCognito('client_id=a&logout_uri=https://b')).toBe(
      'client_id=a&post_logout_redirect_uri=https%3A%2F%2Fb',
    );
  });

  it('O13 leaves two addresses to be refused, under whichever names they come', () => {
    const both = new URLSearchParams(fromCognito('logout_uri=a&post_logout_redirect_uri=b'));
    expect(both.getAll('post_logout_redirect_uri')).toEqual(['b', 'a']);
  });
});

describe(signInAfter.name, () => {
  it.each(['', 'client_id=a&redirect_uri=b', 'redirect_uri=b&response_type=code'])(
    'finds none in %j',
    (query) => {
      expect(signInAfter(new URLSearchParams(query))).toBeUndefined();
    },
  );

  it('B10 leads to our own sign-in, whatever the addresses say', () => {
    const query = new URLSearchParams({
      client_id: 'a',
      redirect_uri: '//evil',
      response_type: 'code',
      evil: 'x',
    });
    expect(signInAfter(query)).toBe(
      '/oauth2/authorize?client_id=a&redirect_uri=%2F%2Fevil&response_type=code',
    );
  });
});
