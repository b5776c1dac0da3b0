import { judgeTarget } from './egress.rules.js';
import { UpstreamRefusal } from './upstream-refusal.js';

/** What Portico uses of a discovery document, checked (OpenID Connect Discovery 1.0 §3). */
export interface IssuerMetadata {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  jwks_uri: string;
  userinfo_endpoint?: string;
  end_session_endpoint?: string;
  token_endpoint_auth_methods_supported: string[];
  authorization_response_iss_parameter_supported: boolean;
  /** Only algorithms that Portico allows. */
  id_token_signing_alg_values_supported: string[];
  userinfo_signing_alg_values_supported: string[];
}

/** Signatures with a public key. Never `none`, and never HS*, whose key the client knows as well. */
const ALLOWED_ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** Where the document of an issuer is, with or without a slash at its end (§4.1). */
export const documentAddressOf = (issuer: string): string =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/**
 * Reads the discovery document of exactly this issuer. Every endpoint in it must be where the wall goes, used or not;
 * beside an https issuer it must be https. Throws `UpstreamRefusal` (`multi_tenant`, `issuer_mismatch`, `not_openid`).
 */
export const readMetadata = (
  document: Record<string, unknown>,
  issuer: string,
  allowedOrigins: readonly string[],
): IssuerMetadata => {
  // So say Entra ID's common and organizations (https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc).
  if (String(document['issuer']).includes('{tenantid}'))
    throw new UpstreamRefusal('multi_tenant', 'the issuer is a template');
  // Compared here and letter by letter: openid-client accepts any issuer from Entra ID and B2C.
  if (document['issuer'] !== issuer) throw new UpstreamRefusal('issuer_mismatch', `not about ${issuer}`);
  checkEndpoints(document, issuer.startsWith('https:'), allowedOrigins);
  const algorithms = allowedOf(listOf(document, 'id_token_signing_alg_values_supported') ?? ['RS256']);
  if (algorithms.length === 0) throw new UpstreamRefusal('not_openid', 'no signature algorithm is allowed');
  return {
    issuer,
    authorization_endpoint: endpointOf(document, 'authorization_endpoint'),
    token_endpoint: endpointOf(document, 'token_endpoint'),
    jwks_uri: endpointOf(document, 'jwks_uri'),
    ...optionalEndpointOf(document, 'userinfo_endpoint'),
    ...optionalEndpointOf(document, 'end_session_endpoint'),
    token_endpoint_auth_methods_supported: listOf(document, 'token_endpoint_auth_methods_supported') ?? [
      'client_secret_basic',
    ],
    authorization_response_iss_parameter_supported:
      document['authorization_response_iss_parameter_supported'] === true,
    id_token_signing_alg_values_supported: algorithms,
    userinfo_signing_alg_values_supported: allowedOf(
      listOf(document, 'userinfo_signing_alg_values_supported') ?? algorithms,
    ),
  };
};

const checkEndpoints = (
  document: Record<string, unknown>,
  onlyHttps: boolean,
  allowedOrigins: readonly string[],
): void => {
  for (const [member, value] of Object.entries(document)) {
    if ((!member.endsWith('_endpoint') && member !== 'jwks_uri') || !value) continue;
    const target = judgeTarget(typeof value === 'string' ? value : '', allowedOrigins);
    if (target.outcome === 'refused')
      throw new UpstreamRefusal('not_openid', `${member} is ${target.reason}`);
    if (onlyHttps && target.url.protocol !== 'https:')
      throw new UpstreamRefusal('not_openid', `${member} is insecure`);
  }
};

const endpointOf = (document: Record<string, unknown>, member: string): string => {
  const value = document[member];
  if (typeof value !== 'string' || value === '')
    throw new UpstreamRefusal('not_openid', `${member} is missing`);
  return value;
};

const optionalEndpointOf = (document: Record<string, unknown>, member: string): Record<string, string> =>
  document[member] ? { [member]: endpointOf(document, member) } : {};

const listOf = (document: Record<string, unknown>, member: string): string[] | undefined => {
  const value = document[member];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
};

const allowedOf = (listed: string[]): string[] =>
  listed.filter((algorithm) => ALLOWED_ALGORITHMS.includes(algorithm));
