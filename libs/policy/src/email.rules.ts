/** An e-mail address that can be compared. */
export interface NormalEmail {
  /** What is compared and stored as the key of a look-up: folded local part, `@`, ASCII domain. */
  normal: string;
  /** The domain in ASCII, lower case. */
  domain: string;
}

/** RFC 5321 §4.5.3.1, in octets. */
const MOST_OCTETS = 254;
const MOST_LOCAL_OCTETS = 64;

/** RFC 5322 §3.2.3 dot-atom with the letters of RFC 6531; quoted local parts and comments do not fit. */
const LOCAL_PART = /^[\w!#$%&'*+\-/=?^`{|}~\p{L}\p{M}\p{N}]+(?:\.[\w!#$%&'*+\-/=?^`{|}~\p{L}\p{M}\p{N}]+)*$/u;
const TYPED_DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;
/** At least two labels of letters, digits and hyphens, the last of which is no number (that would be an address). */
const ASCII_DOMAIN =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
// eslint-disable-next-line no-control-regex -- the whole ASCII range is meant
const ASCII = /[\x00-\x7f]/;
const NOT_ASCII = /[^\x00-\x7f]/u; // eslint-disable-line no-control-regex -- as above

/**
 * Reads an e-mail address into the one form that Portico compares: Unicode normalised, case-folded, domain in
 * ASCII (IDNA); plus tags and dots are kept. Null for whatever is not a plain address: another type than text, more
 * than one `@`, quotes, comments, blanks, control or invisible characters, an address literal, more than 254 octets.
 * Also null for every character that stands for an ASCII one without being it (`＠`, the Kelvin sign, `İ`), so that
 * no two addresses that differ to a mail server become one here.
 */
export const readEmail = (raw: unknown): NormalEmail | null => {
  const [local, typedDomain, ...more] = normalised(raw)?.split('@') ?? [];
  if (!local || !typedDomain || more.length > 0 || !LOCAL_PART.test(local)) return null;
  const domain = toAsciiDomain(typedDomain);
  return domain === null ? null : withinLimits(fold(local), domain);
};

/**
 * Reads a domain into the one form that Portico compares, exactly as `readEmail` reads the one of an address:
 * lower-case ASCII (RFC 5890), at least two labels. Null for whatever cannot stand behind the `@` of an address:
 * another type than text, a single label, an IP address, a dot at the end, a scheme, a path, look-alike characters.
 */
export const readDomain = (raw: unknown): string | null => {
  const text = normalised(raw);
  return text === null ? null : toAsciiDomain(text);
};

const normalised = (raw: unknown): string | null => {
  if (typeof raw !== 'string' || raw.length > MOST_OCTETS) return null;
  if (INVISIBLE.test(raw) || Array.from(raw).some(posesAsAscii)) return null;
  const text = raw.normalize('NFC');
  return text.normalize('NFKC') === text ? text : null;
};

const withinLimits = (local: string, domain: string): NormalEmail | null => {
  const normal = `${local}@${domain}`;
  return octets(local) <= MOST_LOCAL_OCTETS && octets(normal) <= MOST_OCTETS ? { normal, domain } : null;
};

/** NFC alone already turns the Kelvin sign into K, so this looks at the characters as they came. */
const posesAsAscii = (character: string): boolean =>
  NOT_ASCII.test(character) && ASCII.test(character.normalize('NFKC').toLowerCase());

/** Each character by itself: the lower case of a whole word depends on where a sigma stands. */
const fold = (text: string): string =>
  Array.from(text, (character) => (character === 'ς' ? 'σ' : character.toLowerCase()))
    .join('')
    .normalize('NFC');

/** The URL parser does IDNA (UTS #46) alike in Node and in browsers. */
const toAsciiDomain = (typed: string): string | null => {
  if (!TYPED_DOMAIN.test(typed) || !URL.canParse(`http://${typed}`)) return null;
  const domain = new URL(`http://${typed}`).hostname;
  return ASCII_DOMAIN.test(domain) ? domain : null;
};

const octets = (text: string): number => new TextEncoder().encode(text).length;
