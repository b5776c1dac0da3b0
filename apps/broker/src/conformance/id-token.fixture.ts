import { createHash } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import type { ModuleLog } from './module.fixture.js';
import type { Client, Op } from './op.fixture.js';

/** An ID token as the suite reads it. */
export interface IdToken {
  jwt: string;
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}

/** A member that is a string; anything else is none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const readIdToken = (jwt: string): IdToken => ({
  jwt,
  header: { ...decodeProtectedHeader(jwt) },
  claims: { ...decodeJwt(jwt) },
});

const SKEW_SECONDS = 300;
const YEAR_SECONDS = 365 * 86_400;
const now = (): number => Date.now() / 1000;

const isTime = (value: unknown, from: number, to: number): boolean =>
  typeof value === 'number' && value >= from && value <= to;

/** `ValidateIdToken`: what in the claims is not as OpenID Connect Core §3.1.3.7 wants it. */
const wrongClaims = ({ claims }: IdToken, op: Op, client: Client): string[] => {
  const audience = [claims['aud']].flat();
  const holds = {
    iss: claims['iss'] === op.issuer,
    aud: audience.includes(client.id),
    exp: isTime(claims['exp'], now() - SKEW_SECONDS, now() + 50 * YEAR_SECONDS),
    iat: isTime(claims['iat'], now() - SKEW_SECONDS, now() + SKEW_SECONDS),
    auth_time:
      claims['auth_time'] === undefined ||
      isTime(claims['auth_time'], now() - YEAR_SECONDS, now() + SKEW_SECONDS),
    acr: claims['acr'] !== '',
  };
  return Object.entries(holds).flatMap(([name, isRight]) => (isRight ? [] : [name]));
};

const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && value.toLowerCase() !== 'null';
const TEXT_CLAIMS =
  'sub name given_name family_name middle_name nickname preferred_username profile picture website email gender zoneinfo locale phone_number';

/** The standard claims whose values are not of their type (OpenID Connect Core §5.1). */
export const wrongStandardClaims = (claims: Record<string, unknown>): string[] => {
  const isRight: Record<string, (value: unknown) => boolean> = {
    ...Object.fromEntries(TEXT_CLAIMS.split(' ').map((name) => [name, isText])),
    email_verified: (value) => typeof value === 'boolean',
    phone_number_verified: (value) => typeof value === 'boolean',
    updated_at: (value) => isTime(value, Date.UTC(1990) / 1000, now() + SKEW_SECONDS),
    address: (value) => typeof value === 'object' && value !== null && Object.keys(value).length > 0,
  };
  return Object.entries(claims).flatMap(([name, value]) => (isRight[name]?.(value) === false ? [name] : []));
};

/** The provider's key set, fetched as the suite does at the start of every module. */
export const fetchKeys = async (op: Op): Promise<JSONWebKeySet> => {
  const response = await fetch(op.local(String(op.metadata['jwks_uri'])));
  return (await response.json()) as JSONWebKeySet;
};

/** Whether a token of the provider's bears a signature of a key that it publishes. */
export const isSigned = async (op: Op, jwt: string): Promise<boolean> =>
  await jwtVerify(jwt, createLocalJWKSet(await fetchKeys(op))).then(
    () => true,
    () => false,
  );

/** `PerformStandardIdTokenChecks`: what the suite asks of every ID token. */
export const checkIdToken = async (
  op: Op,
  log: ModuleLog,
  token: IdToken,
  { client, nonce }: { client: Client; nonce: string | undefined },
): Promise<void> => {
  const { sub = '', acr } = token.claims;
  const wrong = wrongClaims(token, op, client);
  log.must('ValidateIdToken', wrong.length === 0, wrong.join(', '));
  const malformed = wrongStandardClaims(token.claims);
  log.must('ValidateIdTokenStandardClaims', malformed.length === 0, malformed.join(', '));
  log.must('ValidateIdTokenNonce', token.claims['nonce'] === nonce);
  log.must('ValidateIdTokenACRClaimAgainstRequest', acr === undefined || typeof acr === 'string');
  log.must('ValidateIdTokenSignature', await isSigned(op, token.jwt));
  log.must('CheckForSubjectInIdToken', typeof sub === 'string' && /^[\x20-\x7e]{1,255}$/.test(sub));
};

/** Claims that every ID token may have without having been asked for (`EnsureIdTokenDoesNotContainNonRequestedClaims`). */
const UNASKED = 'iss sub aud exp iat auth_time nonce acr amr azp at_hash c_hash nbf jti sid s_hash txn'.split(
  ' ',
);

/** The claims that nobody has asked for with the scope `openid` alone. */
export const unaskedClaims = ({ claims }: IdToken): string[] =>
  Object.keys(claims)
    .filter((name) => !UNASKED.includes(name))
    .sort();

/** `at_hash` and `c_hash` need not be there, and are the hash of the right thing where they are (§3.3.2.11). */
export const checkHashes = (
  log: ModuleLog,
  { claims, header }: IdToken,
  of: { at_hash: string; c_hash: string },
): void => {
  const digest = `sha${String(header['alg']).slice(2)}`;
  const half = (text: string): string => {
    const whole = createHash(digest).update(text).digest();
    return whole.subarray(0, whole.length / 2).toString('base64url');
  };
  for (const [name, text] of Object.entries(of))
    log.must(
      name === 'at_hash' ? 'ValidateAtHash' : 'ValidateCHash',
      claims[name] === undefined || claims[name] === half(text),
    );
};

/** The same person, authenticated at the same time, in two ID tokens. */
export const checkSameSignIn = (log: ModuleLog, first: IdToken, second: IdToken): void => {
  log.must(
    'CheckIdTokenAuthTimeClaimsSameIfPresent',
    first.claims['auth_time'] === second.claims['auth_time'],
  );
  log.must('CheckIdTokenSubConsistentForSecondAuthorization', first.claims['sub'] === second.claims['sub']);
};

/** Somebody has signed in anew between two ID tokens. */
export const checkLaterSignIn = (log: ModuleLog, first: IdToken, second: IdToken): void =>
  log.must(
    'CheckSecondIdTokenAuthTimeIsLaterIfPresent',
    Number(second.claims['auth_time']) > Number(first.claims['auth_time']),
  );

/** `CompareIdTokenClaims`: an ID token from a refresh beside the first one (OpenID Connect Core §12.2). */
export const checkRefreshedIdToken = (log: ModuleLog, first: IdToken, second: IdToken): void => {
  const same = ['iss', 'sub', 'aud', 'auth_time', 'azp'].filter(
    (name) => JSON.stringify(first.claims[name]) !== JSON.stringify(second.claims[name]),
  );
  const wrong = [...same, ...(first.claims['iat'] === second.claims['iat'] ? ['iat'] : [])];
  log.must('CompareIdTokenClaims', wrong.length === 0, wrong.join(', '));
};
