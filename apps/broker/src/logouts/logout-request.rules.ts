/** What a sign-out may be asked with (OpenID Connect RP-Initiated Logout 1.0 §2), and Amazon Cognito's own words for it. */
const PARAMETERS = [
  ...['id_token_hint', 'logout_hint', 'client_id', 'post_logout_redirect_uri', 'state', 'ui_locales'],
  ...['logout_uri', 'redirect_uri', 'response_type', 'scope', 'nonce'],
  ...['code_challenge', 'code_challenge_method', 'identity_provider', 'idp_identifier', 'login_hint'],
];

/** The words of a sign-in that follows a sign-out. */
const OF_SIGN_IN = PARAMETERS.filter(
  (name) => !['id_token_hint', 'logout_hint', 'logout_uri'].includes(name),
);

/** A posted sign-out in the query of a GET; what it does not know, and what comes twice, is left out. */
export const toLogoutQuery = (body: unknown): string => {
  const query = new URLSearchParams();
  for (const name of PARAMETERS) {
    const value = (body as Record<string, unknown> | undefined)?.[name];
    if (typeof value === 'string') query.set(name, value);
  }
  return query.toString();
};

/** The query of a sign-out in the words of the standard: Cognito calls the address to go on to `logout_uri`. */
export const fromCognito = (query: string): string => {
  const translated = new URLSearchParams(query);
  // Twice is refused there, as it would be under its own name.
  for (const target of translated.getAll('logout_uri')) translated.append('post_logout_redirect_uri', target);
  translated.delete('logout_uri');
  return translated.toString();
};

/**
 * Cognito's other form, `redirect_uri` and `response_type`: a sign-in at the same application follows the sign-out.
 * The path with the query of that sign-in, whose own checks it will have to pass; undefined where it is not asked for.
 */
export const signInAfter = (query: URLSearchParams): string | undefined => {
  const isAsked = ['client_id', 'redirect_uri', 'response_type'].every((name) => query.has(name));
  if (!isAsked || query.has('post_logout_redirect_uri')) return undefined;
  const signIn = new URLSearchParams([...query].filter(([name]) => OF_SIGN_IN.includes(name)));
  return `/oauth2/authorize?${signIn.toString()}`;
};
