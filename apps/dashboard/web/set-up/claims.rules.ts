/** Claims that are explained, those that decide first. */
export const EXPLAINED = [
  'email',
  'email_verified',
  'sub',
  'preferred_username',
  'name',
  'given_name',
  'family_name',
  'tid',
  'oid',
  'xms_edov',
  'hd',
  'groups',
  'roles',
  'locale',
  'zoneinfo',
  'picture',
  'amr',
  'acr',
  'auth_time',
  'iss',
  'aud',
  'azp',
  'exp',
  'iat',
  'nbf',
  'nonce',
  'sid',
  'jti',
  'updated_at',
] as const;

export type ExplainedClaim = (typeof EXPLAINED)[number];

const INSTANTS: readonly string[] = ['exp', 'iat', 'nbf', 'auth_time', 'updated_at'];

/** Seconds since 1970, as tokens tell an instant (RFC 7519 §2), as a date; undefined for anything else. */
export const instantOf = (claim: string, value: unknown): string | undefined =>
  INSTANTS.includes(claim) && typeof value === 'number' && Number.isSafeInteger(value)
    ? new Date(value * 1000).toISOString()
    : undefined;

/** A claim's value as one reads it. */
export const toText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ');
  return JSON.stringify(value);
};

/** The claims in the order in which they matter. */
export const sortClaims = (claims: Readonly<Record<string, unknown>>): [string, unknown][] => {
  const rank = (name: string): number => {
    const place = EXPLAINED.indexOf(name as ExplainedClaim);
    return place < 0 ? EXPLAINED.length : place;
  };
  return Object.entries(claims).sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
};

export const isExplained = (name: string): name is ExplainedClaim =>
  EXPLAINED.includes(name as ExplainedClaim);
