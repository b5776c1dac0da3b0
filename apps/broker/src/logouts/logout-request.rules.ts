/** The words of a sign-in that follows a sign-out. */
const OF_SIGN_IN = [
  ...['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'nonce', 'ui_locales', 'login_hint'],
  ...['code_challenge', 'code_challenge_method', 'identity_provider', 'idp_identifier'],
];

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
