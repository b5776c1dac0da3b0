import { fillIn } from './guide.rules.js';

const guide = '<code>{redirectUri}</code> <code>{brokerUrl}/logout/done</code>';

describe(fillIn, () => {
  it('lets no HTML in by a value', () => {
    const filled = fillIn(guide, { redirectUri: '<img src=x onerror=alert(1)>', brokerUrl: '"\'$&' });
    expect(filled).toBe(
      '<code>&lt;img src=x onerror=alert(1)&gt;</code> <code>&quot;&#39;$&amp;/logout/done</code>',
    );
  });

  it('fills in where a provider may tell of sign-outs', () => {
    const backchannelLogoutUri = 'https://sso.example.com/oauth2/backchannel-logout/1';
    const filled = fillIn('{backchannelLogoutUri}', {
      redirectUri: undefined,
      backchannelLogoutUri,
      brokerUrl: '',
    });
    expect(filled).toBe(backchannelLogoutUri);
  });

  it('leaves the places where there is no value', () => {
    expect(fillIn(guide, { redirectUri: undefined, brokerUrl: '' })).toBe(guide);
  });
});
