import { isPublicAddress, readLiteral } from './addresses.rules.js';

/** Whether an address may be called at all, decided from its text alone. */
export type Target =
  /** `trusted`: the operator allowed this origin by name, so its addresses are not checked. */
  | { outcome: 'open'; url: URL; trusted: boolean }
  | { outcome: 'refused'; reason: 'malformed' | 'insecure' | 'private' };

/**
 * The first of the wall's three checks. Judges what `new URL` makes of the text, never the text: decimal, octal,
 * fullwidth and other spellings have become plain addresses there.
 */
export const judgeTarget = (text: string, allowedOrigins: readonly string[]): Target => {
  const url = URL.parse(text);
  if (!url || url.username !== '' || url.password !== '') return { outcome: 'refused', reason: 'malformed' };
  if (allowedOrigins.includes(url.origin)) return { outcome: 'open', url, trusted: true };
  if (url.protocol !== 'https:' || url.port !== '') return { outcome: 'refused', reason: 'insecure' };
  if (!isPublicHost(url.hostname)) return { outcome: 'refused', reason: 'private' };
  return { outcome: 'open', url, trusted: false };
};

const isPublicHost = (hostname: string): boolean => {
  const literal = readLiteral(hostname);
  if (literal !== undefined) return isPublicAddress(literal);
  const name = hostname.replace(/\.+$/, '');
  // A name without a dot is answered by the hosts file or the search domain of the cluster.
  return name.includes('.') && !name.endsWith('.localhost');
};
