/** An application as one that others can send people to. */
export interface Startable {
  initiateLoginUri: string | null;
  redirectUris: string[];
}

/** What a start of a sign-in is asked with, as it came. */
export interface StartRequest {
  target_link_uri?: string;
  login_hint?: string;
}

const MOST_CHARACTERS = 2048;

/**
 * The address that begins a sign-in at an application (OpenID Connect Core §4). `target_link_uri` goes along only if it
 * is on an origin of the application's own: it must not be an open redirector of ours.
 */
export const toInitiation = (
  address: string,
  origins: readonly string[],
  { issuer, request }: { issuer: string; request: StartRequest },
): string => {
  const url = new URL(address);
  url.searchParams.set('iss', issuer);
  const target = URL.parse(request.target_link_uri ?? '');
  if (target && isPlain(target) && origins.includes(target.origin))
    url.searchParams.set('target_link_uri', target.href);
  if (request.login_hint) url.searchParams.set('login_hint', request.login_hint.slice(0, 254));
  return url.href;
};

/** The origins of an application; a scheme of its own has none. */
export const originsOf = ({ initiateLoginUri, redirectUris }: Startable): string[] =>
  [...redirectUris, ...(initiateLoginUri === null ? [] : [initiateLoginUri])]
    .map((uri) => URL.parse(uri)?.origin ?? 'null')
    .filter((origin) => origin !== 'null');

/** No user name that looks like a host, and nothing endless. */
const isPlain = ({ username, password, href }: URL): boolean =>
  username === '' && password === '' && href.length <= MOST_CHARACTERS;
