import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Person } from '../people.js';
import type { About, Login, Personality } from '../personality.js';

/** Who has this account at the provider. */
export const personOf = ({ people, subject }: Personality, accountId?: string): Person | undefined =>
  people.find((person) => subject(person) === accountId);

/** What is known of a request that is refused. */
export const aboutOf = ({ oidc }: KoaContextWithOIDC, personality: Personality): About => ({
  clientId: oidc.client?.clientId ?? text(oidc.params?.client_id),
  redirectUri: text(oidc.params?.redirect_uri),
  username: personOf(personality, oidc.account?.accountId)?.email ?? '',
  error: '',
  detail: '',
});

/** Which login an answer belongs to: known from the session at first, and from the code or refresh token later. */
export function loginOf({ oidc }: KoaContextWithOIDC, personality: Personality): Login {
  const { session, client, requestParamOIDCScopes: requested } = oidc;
  const source = oidc.entities.AuthorizationCode ??
    oidc.entities.RefreshToken ?? {
      accountId: session?.accountId,
      sessionUid: session?.uid,
      authTime: session?.authTime(),
      scope: [...requested].join(' '),
    };
  const person = personOf(personality, source.accountId);
  if (!person || !client) throw new Error('nobody is signed in');
  return {
    person,
    clientId: client.clientId,
    scopes: new Set(source.scope?.split(' ')),
    sessionUid: source.sessionUid ?? '',
    authTime: source.authTime ?? 0,
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
