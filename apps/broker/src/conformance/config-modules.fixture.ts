import type { JSONWebKeySet } from 'jose';
import { fetchKeys, textOf } from './id-token.fixture.js';
import type { ConformanceModule, ModuleLog } from './module.fixture.js';
import type { Op } from './op.fixture.js';

type Metadata = Op['metadata'];

export const isHttps = (value: unknown): boolean =>
  typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:';

/** `CheckDiscEndpointAllEndpointsAreHttps`, which the discovery modules of all plans have. */
export const checkAllHttps = (log: ModuleLog, metadata: Metadata): void => {
  const plain = Object.keys(metadata).filter(
    (name) => name.endsWith('_endpoint') && !isHttps(metadata[name]),
  );
  log.must('CheckDiscEndpointAllEndpointsAreHttps', plain.length === 0, plain.join(', '));
};

/** What in the metadata is an address, a list or a yes or no (the suite's schema after RFC 8414). */
const SHAPES: readonly [RegExp, (value: unknown) => boolean][] = [
  [
    /_endpoint$|^jwks_uri$|^issuer$|^service_documentation$|^op_(policy|tos)_uri$/,
    (value) => URL.canParse(String(value)),
  ],
  [
    /_(values|methods|modes|types|locales)_supported$|^(scopes|claims)_supported$/,
    (value) => Array.isArray(value),
  ],
  [
    /^(claims_parameter|request_parameter|request_uri_parameter|(front|back)channel_logout(_session)?|authorization_response_iss_parameter)_supported$|^require_/,
    (value) => typeof value === 'boolean',
  ],
];

const shapeOf = (name: string): ((value: unknown) => boolean) | undefined =>
  SHAPES.find(([names]) => names.test(name))?.[1];

const checkShapes = (log: ModuleLog, metadata: Metadata): void => {
  const wrong = Object.keys(metadata).filter((name) => shapeOf(name)?.(metadata[name]) === false);
  log.must('ValidateServerMetadataAgainstSchema', wrong.length === 0, wrong.join(', '));
  const unknown = Object.keys(metadata).filter((name) => shapeOf(name) === undefined);
  log.should('CheckForUnexpectedParametersInServerMetadata', unknown.length === 0, unknown.join(', '));
};

const listOf = (metadata: Metadata, name: string): string[] =>
  Array.isArray(metadata[name]) ? (metadata[name] as string[]) : [];

/** A list that the metadata has to have, with one of these in it. */
const checkList = (
  log: ModuleLog,
  condition: string,
  metadata: Metadata,
  name: string,
  wanted: string[],
): void => {
  const list = listOf(metadata, name);
  log.must(
    condition,
    wanted.some((value) => list.includes(value)),
    list.join(', '),
  );
};

const checkAddresses = (op: Op, log: ModuleLog): void => {
  const { metadata, issuer } = op;
  log.must('CheckDiscEndpointIssuer', metadata['issuer'] === issuer);
  const { search, hash, username } = new URL(issuer);
  log.must('CheckDiscEndpointIssuerIsValidUrl', isHttps(issuer) && `${search}${hash}${username}` === '');
  log.must('CheckDiscEndpointAuthorizationEndpoint', isHttps(metadata['authorization_endpoint']));
  log.must('CheckDiscEndpointTokenEndpoint', isHttps(metadata['token_endpoint']));
  log.must('CheckDiscEndpointUserinfoEndpoint', isHttps(metadata['userinfo_endpoint']));
  log.must('CheckJwksUri', isHttps(metadata['jwks_uri']));
};

const checkLists = (log: ModuleLog, metadata: Metadata): void => {
  const list = (condition: string, name: string, wanted: string[]): void =>
    checkList(log, condition, metadata, name, wanted);
  list('OIDCCCheckDiscEndpointResponseTypesSupported', 'response_types_supported', [
    'code',
    'id_token',
    'code id_token',
  ]);
  list('CheckDiscEndpointSubjectTypesSupported', 'subject_types_supported', ['public', 'pairwise']);
  list('OIDCCCheckDiscEndpointIdTokenSigningAlgValuesSupported', 'id_token_signing_alg_values_supported', [
    'RS256',
  ]);
  list('CheckDiscEndpointScopesSupportedContainsOpenId', 'scopes_supported', ['openid']);
  list(
    'EnsureServerConfigurationCodeChallengeMethodsSupportedIsAnArray',
    'code_challenge_methods_supported',
    ['S256', 'plain'],
  );
  log.must('OIDCCCheckDiscEndpointGrantTypesSupported', listOf(metadata, 'grant_types_supported').length > 0);
  log.should('OIDCCCheckDiscEndpointClaimsSupported', Array.isArray(metadata['claims_supported']));
  const scopes = listOf(metadata, 'scopes_supported');
  log.must(
    'CheckDiscEndpointScopesSupportedSyntax',
    scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)),
  );
};

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const NEEDED_MEMBERS: Record<string, string[]> = { EC: ['crv', 'x', 'y'], RSA: ['n', 'e'] };

const isWhole = (key: Record<string, unknown>): boolean =>
  (NEEDED_MEMBERS[textOf(key['kty'])] ?? ['unknown']).every((member) => /^[\w-]+$/.test(textOf(key[member])));

/** `ValidateJwksSequence`, and the ids of the keys. */
const checkKeys = (log: ModuleLog, { keys }: JSONWebKeySet): void => {
  log.must(
    'EnsureJwksHasNoPrivateOrSymmetricKeyMaterial',
    keys.every((key) => !PRIVATE_MEMBERS.some((member) => member in key)),
  );
  log.must('ValidateJwksStructure', keys.length > 0 && keys.every((key) => isWhole({ ...key })));
  const ids = keys.map(({ kid }) => kid);
  log.must(
    'CheckForKeyIdInServerJWKs',
    ids.every((id) => typeof id === 'string' && id !== ''),
  );
  log.must('CheckDistinctKeyIdValueInServerJWKs', new Set(ids).size === ids.length);
};

const runDiscovery = async (op: Op, log: ModuleLog): Promise<void> => {
  const { metadata, discovery } = op;
  log.must(
    'EnsureDiscoveryEndpointResponseStatusCodeIs200',
    discovery.status === 200,
    String(discovery.status),
  );
  const type = discovery.headers.get('content-type') ?? '';
  log.must('CheckDiscoveryEndpointReturnedJsonContentType', type.startsWith('application/json'), type);
  checkAddresses(op, log);
  checkShapes(log, metadata);
  checkLists(log, metadata);
  checkKeys(log, await fetchKeys(op));
  checkAllHttps(log, metadata);
};

/** The module of the Config OP plan. */
export const CONFIG_MODULES: readonly ConformanceModule[] = [
  {
    name: 'oidcc-discovery-endpoint-verification',
    checks:
      'The discovery document: 200, JSON, its own issuer, every address https, members of their types and none unknown, the lists that OpenID Connect requires (RS256 among the algorithms), a key set of public keys with distinct ids.',
    portico: 'Publishes such a document.',
    run: runDiscovery,
  },
];
