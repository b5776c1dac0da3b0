import { hopOf } from './login-hop.rules.js';

const back = { method: 'sso', status: 'claimed' } as const;

describe(hopOf.name, () => {
  it.each([
    [{ ...back, status: 'started' }, 'upstream_unreachable', 'authorize'],
    [{ method: 'password', status: 'started' }, 'credentials_invalid', 'authorize'],
    [{ method: 'sso', status: undefined }, 'did_not_return', 'idp'],
    [back, 'upstream_denied', 'idp'],
    [back, 'issuer_parameter_invalid', 'callback'],
    [back, 'upstream_client_refused', 'token'],
    [back, 'id_token_nonce_invalid', 'token'],
    [back, 'userinfo_refused', 'token'],
    [back, 'user_unknown', 'match'],
    [back, 'connection_off', 'decide'],
    [back, undefined, 'application'],
  ] as const)('%j that ends with %s ends at %s', (login, code, hop) => {
    expect(hopOf(login as Parameters<typeof hopOf>[0], code)).toBe(hop);
  });
});
