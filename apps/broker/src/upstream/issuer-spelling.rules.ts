import type { UsableConnection } from '../settings/usable-connection.rules.js';

type IssuerOf = Pick<UsableConnection, 'provider' | 'issuer'>;

/**
 * The names that the connection's issuer may have in an ID token: one, letter by letter. Google alone documents two
 * for itself, "https://accounts.google.com or accounts.google.com"
 * (https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken).
 */
export const issuerSpellingsOf = ({ provider, issuer }: IssuerOf): readonly string[] =>
  provider === 'google' ? [issuer, issuer.replace(/^https?:\/\//, '')] : [issuer];

/** The other documented name, where an answer of the token endpoint uses it: not verified yet, only looked at. */
export const readOtherSpelling = (connection: IssuerOf, tokenAnswer: string): string | undefined => {
  const named = namedIssuerIn(tokenAnswer);
  return issuerSpellingsOf(connection)
    .slice(1)
    .find((other) => other === named);
};

const namedIssuerIn = (tokenAnswer: string): unknown => {
  try {
    const { id_token } = JSON.parse(tokenAnswer) as { id_token?: unknown };
    const payload = typeof id_token === 'string' ? (id_token.split('.')[1] ?? '') : '';
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return claims instanceof Object && 'iss' in claims ? claims.iss : undefined;
  } catch {
    return undefined;
  }
};
