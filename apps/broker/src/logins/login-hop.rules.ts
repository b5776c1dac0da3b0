import type { Code } from '@portico/contracts';
import type { LoginEntity } from './login.entity.js';

/** The part of a login's way that it ended in; `application` once the browser is on its way back there, signed in. */
export const HOPS = ['authorize', 'idp', 'callback', 'token', 'match', 'decide', 'application'] as const;
export type Hop = (typeof HOPS)[number];

/** What the provider said in its answer by the browser, so that it was the provider that ended the login. */
const SAID_BY_IDP: readonly Code[] = [
  'did_not_return',
  'upstream_denied',
  'upstream_redirect_uri_unknown',
  'upstream_scope_refused',
  'upstream_not_assigned',
  'upstream_consent_needed',
  'upstream_policy_refused',
];

const BY_PREFIX: readonly (readonly [RegExp, Hop])[] = [
  [/^(callback_|issuer_parameter_|login_)/, 'callback'],
  [/^(upstream_|google_client_|id_token_|userinfo_)/, 'token'],
  [/^(user_|email_|link_|mailbox_)/, 'match'],
];

/** Where a login ended, by what is known of it anyway. */
export const hopOf = (login: Pick<LoginEntity, 'method' | 'status'>, code: Code | undefined): Hop => {
  if (!code) return 'application';
  if (SAID_BY_IDP.includes(code)) return 'idp';
  if (login.method !== 'sso' || login.status === 'started') return 'authorize';
  return BY_PREFIX.find(([prefix]) => prefix.test(code))?.[1] ?? 'decide';
};
