import type { ConnectionTest } from '@portico/contracts';
import type { SentError } from '../upstream/provider-errors.rules.js';

type Claims = Readonly<Record<string, unknown>>;

const MOST_TEXT = 500;
const MOST_ITEMS = 100;
const MOST_DEPTH = 4;

/** Of the protocol alone, or by which more claims are fetched: those may hold tokens (OpenID Connect Core 1.0 §5.6.2). */
const NOT_KEPT = ['nonce', 'at_hash', 'c_hash', 's_hash', '_claim_sources'];

/** Text that PostgreSQL can hold: without NUL and half characters. */
const toKeptText = (text: string): string =>
  Buffer.from(text.slice(0, MOST_TEXT)).toString().replaceAll('\0', '');

const toKept = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return toKeptText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MOST_DEPTH) return '…';
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => toKept(item, depth + 1));
  const entries = Object.entries(value).slice(0, MOST_ITEMS);
  return Object.fromEntries(entries.map(([name, item]) => [toKeptText(name), toKept(item, depth + 1)]));
};

/**
 * What a test shows of the claims of ID token and userinfo: no token, and nothing endless. Where the two say different
 * things, the userinfo's word stands beside the other as `userinfo.<name>`.
 */
export const toKeptClaims = (idToken: Claims, userinfo: Claims = {}): Record<string, unknown> => {
  const other = Object.entries(userinfo).map(([name, value]): [string, unknown] =>
    name in idToken && JSON.stringify(idToken[name]) !== JSON.stringify(value)
      ? [`userinfo.${name}`, value]
      : [name, value],
  );
  const claims = Object.entries({ ...Object.fromEntries(other), ...idToken });
  const shown = claims.filter(([name]) => !NOT_KEPT.includes(name)).slice(0, MOST_ITEMS);
  return Object.fromEntries(shown.map(([name, value]) => [toKeptText(name), toKept(value, 1)]));
};

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? toKeptText(value) : null;

/** The provider's own words, as it sent them, of a length that a page can show. */
export const toKeptError = ({ error, error_description }: SentError): ConnectionTest['upstreamError'] => ({
  error: textOf(error) ?? '',
  description: textOf(error_description),
});
