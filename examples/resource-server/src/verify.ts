import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';

/** Who may do what, as Portico's access token says (RFC 9068 §2.2). */
export interface Bearer extends JWTPayload {
  client_id: string;
  tenant_id?: string;
  roles?: string[];
  scope?: string;
}

/** Gives the bearer of a token that Portico issued for this API, or throws (RFC 9068 §4). Keys are fetched and kept by jose. */
export const verifierOf = ({ issuer, audience }: { issuer: string; audience: string }) => {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  return async (authorization: string | undefined): Promise<Bearer> => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
    const { payload } = await jwtVerify<Bearer>(token, keys, {
      issuer,
      audience,
      typ: 'at+jwt',
      algorithms: ['ES256', 'RS256'],
    });
    return payload;
  };
};

export const hasScope = ({ scope = '' }: Bearer, wanted: string): boolean =>
  scope.split(' ').includes(wanted);
