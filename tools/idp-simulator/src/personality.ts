import type { JWTPayload } from 'jose';
import type { Configuration } from 'oidc-provider';
import type { Person } from './people.js';

/** The providers' names in addresses, in the control API, in cookies, and in Portico's connections. */
export const PERSONALITY_NAMES = ['keycloak', 'okta', 'onelogin', 'azure', 'google', 'oidc'] as const;
export type PersonalityName = (typeof PERSONALITY_NAMES)[number];

export type Claims = Record<string, unknown>;

/** What is known of a login when its answers are made. */
export interface Login {
  person: Person;
  clientId: string;
  /** The scopes that were granted. */
  scopes: ReadonlySet<string>;
  /** oidc-provider's own name for the browser's session at the identity provider. */
  sessionUid: string;
  /** When the person proved who they are, in seconds since 1970. */
  authTime: number;
}

/** Why the token endpoint refuses, whatever the provider calls it. */
export type TokenRefusalReason =
  | 'client_unknown'
  | 'secret_missing'
  | 'secret_wrong'
  | 'secret_expired'
  | 'method_wrong'
  | 'code_wrong'
  | 'code_used'
  | 'code_expired'
  | 'redirect_uri_wrong'
  | 'verifier_missing'
  | 'verifier_wrong'
  | 'too_many_requests'
  | 'other';

/** What a refusal is about, as far as it is known. */
export interface About {
  clientId: string;
  redirectUri: string;
  username: string;
  /** The error code and the text of oidc-provider. */
  error: string;
  detail: string;
}

/** A refusal of the token endpoint as it goes out; most have the members of RFC 6749 §5.2. */
export interface TokenRefusal {
  status: number;
  body: Claims;
}

/** How an application may prove itself at the token endpoint. */
export type TokenAuth = 'basic' | 'post';

/**
 * How one identity provider behaves where providers differ. oidc-provider does the protocol; a personality says
 * where the endpoints are, which claims there are, and how answers and refusals look. One file each; what is left
 * out is as oidc-provider does it.
 */
export interface Personality {
  name: PersonalityName;
  title: string;
  /** Whose people sign in here: the tenant of Portico's demo. */
  company: string;
  /** Below which path all endpoints are. */
  mountPath: string;
  /** Another path where the same endpoints are. */
  alsoAt?: string;
  /** Path of the issuer: `mountPath`, or longer. */
  issuerPath: string;
  /** Path of the login page below `mountPath`. */
  loginPath: string;
  routes: NonNullable<Configuration['routes']>;
  /** Endpoints that the real provider has on another host. */
  elsewhere?: readonly ('token' | 'jwks' | 'userinfo')[];
  /** Whether the authorization answer carries `iss` (RFC 9207). */
  answersWithIssuer: boolean;
  /** Whether people are asked to choose an account when the application says `prompt=select_account`. */
  offersAccounts?: true;
  /** Which `acr_values` are honoured; `always`: by signing in again, even if they are fulfilled. */
  acr?: { values: readonly string[]; always?: true };
  /** How an application proves itself unless its registration says otherwise, if it may do so in one way only. */
  onlyTokenAuth?: TokenAuth;
  /** Methods of the userinfo request, if not both. */
  userinfoMethods?: readonly ('GET' | 'POST')[];
  /** Members of the discovery document that differ; undefined ones are left out. `path` is where it was asked for. */
  discovery?: (simulatorUrl: string, path: string) => Claims;
  people: readonly Person[];
  /** Which claims a scope releases. */
  scopes: Record<string, string[]>;
  /** The name that the provider knows the person by for ever. */
  subject: (person: Person) => string;
  /** `sub` where every application gets another one. */
  pairwise?: (subject: string, clientId: string) => string;
  /** The claims about a person in either place, before the scopes are looked at. */
  profile: (person: Person, place: 'userinfo' | 'id_token') => Claims;
  /** Parameters of the authorization answer beyond code, state and iss. */
  authorizationAnswer?: (login: Login) => Record<string, string>;
  /** The ID token's claims, made from the ones that oidc-provider chose. */
  idToken: (claims: JWTPayload, login: Login) => JWTPayload;
  /** Members of the token answer beyond RFC 6749 §5.1. */
  tokenAnswer?: (login: Login) => Claims;
  refuseToken: (reason: TokenRefusalReason, about: About) => TokenRefusal;
  /** `error_description` of an `access_denied`: the person cancels; the person may not use this application. */
  denials: { cancelled?: string; notAssigned: (about: About) => string };
  /** The error page, for a request that may not be answered by a redirect. */
  refusalPage: (about: About) => { heading: string; text: string };
}
