import type { ConnectionSettings } from '@portico/contracts';

/**
 * How Portico proves itself at the token endpoint: as the admin chose, else as the provider says; both: `basic`,
 * which every provider must accept (RFC 6749 §2.3.1). In either, the secret is in no URL.
 */
export const chooseClientAuthentication = (
  chosen: ConnectionSettings['tokenAuth'],
  supported: readonly string[],
): 'basic' | 'post' => {
  if (chosen !== 'auto') return chosen;
  const onlyPost = supported.includes('client_secret_post') && !supported.includes('client_secret_basic');
  return onlyPost ? 'post' : 'basic';
};
