import type { AppError } from '@portico/contracts';
import type { LoginInFlight } from '../logins/login-cookies.js';
import type { UsableSettings } from '../settings/usable-connection.rules.js';
import { checkSameBrowser, checkSameConnection, readState } from './callback.rules.js';

const CALLBACK = 'https://login.example.com/oauth2/idpresponse';

const login = {
  connectionId: 'okta',
  redirectUri: `${CALLBACK}/okta`,
  state: 'the-state',
  issuer: 'https://idp.example.com',
  clientId: 'portico',
} as LoginInFlight;

const settings = (connection: object | undefined): UsableSettings =>
  ({
    connections: connection
      ? [{ id: 'okta', issuer: login.issuer, clientId: login.clientId, ...connection }]
      : [],
    unusable: [],
  }) as unknown as UsableSettings;

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'allowed';
  } catch (error) {
    return (error as AppError).code;
  }
};

describe('an answer of an identity provider', () => {
  it.each([
    ['missing', ''],
    ['empty', 'state='],
    ['repeated', 'state=a&state=b'],
  ])('P01 is refused when its state is %s', (_, query) => {
    expect(codeOf(() => readState(new URLSearchParams(query)))).toBe('callback_state_invalid');
  });

  const checked = (
    found: LoginInFlight | undefined,
    place: { state?: string; redirectUri?: string },
  ): string =>
    codeOf(() => checkSameBrowser(found, { state: 'the-state', redirectUri: `${CALLBACK}/okta`, ...place }));

  it('P02 is refused in a browser that did not start the login', () => {
    expect(checked(undefined, {})).toBe('login_of_another_browser');
  });

  it.each([
    ["of another connection, where the connection's own was sent", `${CALLBACK}/google`, `${CALLBACK}/okta`],
    ["that is shared, where the connection's own was sent", CALLBACK, `${CALLBACK}/okta`],
    ["of the connection's own, where the shared one was sent", `${CALLBACK}/okta`, CALLBACK],
  ])('P03 is refused at the redirect URI %s', (_, redirectUri, sent) => {
    expect(checked({ ...login, redirectUri: sent }, { redirectUri })).toBe('login_of_another_browser');
  });

  it('P01 is refused when its state is not the one that was sent', () => {
    expect(checked(login, { state: 'the-stat3' })).toBe('callback_state_invalid');
  });

  it.each([CALLBACK, `${CALLBACK}/okta`])(
    'is accepted at the redirect URI that was sent, %s',
    (redirectUri) => {
      expect(checked({ ...login, redirectUri }, { redirectUri })).toBe('allowed');
    },
  );

  it.each([
    ['has been removed', undefined, 'connection_off'],
    ['has another issuer', { issuer: 'https://evil.example.com' }, 'connection_changed'],
    ['has another client id', { clientId: 'somebody-else' }, 'connection_changed'],
    ['has a new secret only', { sealedClientSecret: 'new' }, 'allowed'],
  ])('meets a connection that %s in the meantime', (_, connection, expected) => {
    expect(codeOf(() => checkSameConnection(settings(connection), login))).toBe(expected);
  });

  it('is refused at a Google connection that the deployment no longer has a client for', () => {
    const gone = { ...settings(undefined), unusable: [{ id: 'okta', provider: 'google' }] } as UsableSettings;
    expect(codeOf(() => checkSameConnection(gone, login))).toBe('google_not_configured');
  });
});
