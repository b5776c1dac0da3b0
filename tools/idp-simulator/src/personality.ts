import type { JWTPayload } from 'jose';
import type { Configuration } from 'oidc-provider';
import type { Person } from './people.js';

/** What is known of a login when its answers are made. */
export interface Login {
  clientId: string;
  /** oidc-provider's own name for the browser's session at the identity provider. */
  sessionUid: string;
  /** When the person proved who they are, in seconds since 1970. */
  authTime: number;
}

/** A refusal of the token endpoint as it goes out (RFC 6749 §5.2). */
export interface TokenRefusal {
  status: number;
  error: string;
  error_description: string;
}

/** Why oidc-provider refused, before the personality words it. */
export interface Refused {
  status: number;
  error: string;
  /** The library's own reason, which never leaves the simulator. */
  detail: string;
  clientKnown: boolean;
}

/**
 * How one identity provider behaves where providers differ. oidc-provider does the protocol; a personality says
 * where the endpoints are, which claims there are, and how answers and refusals look. One file each.
 */
export interface Personality {
  /** Its name in addresses, in the control API and in cookies. */
  name: string;
  title: string;
  /** Whose people sign in here. */
  company: string;
  /** Path of the issuer below the simulator's address. */
  issuerPath: string;
  /** Path of the login page below the issuer. */
  loginPath: string;
  routes: Configuration['routes'];
  people: readonly Person[];
  /** Which claims a scope releases. */
  scopes: Record<string, string[]>;
  /** The claims about a person, as they stand in userinfo and in the ID token. */
  profile(person: Person): Record<string, unknown>;
  /** Parameters of the authorization answer beyond code, state and iss. */
  authorizationAnswer(login: Login): Record<string, string>;
  /** The ID token's claims, made from the ones that oidc-provider chose. */
  idToken(claims: JWTPayload, login: Login): JWTPayload;
  /** Members of the token answer beyond RFC 6749 §5.1. */
  tokenAnswer(login: Login): Record<string, unknown>;
  refuseToken(refused: Refused): TokenRefusal;
  /** The sentence of the error page, for a request that may not be answered by a redirect. */
  refusalPage(error: string): string;
}
