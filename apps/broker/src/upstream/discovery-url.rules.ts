import { UpstreamRefusal } from './upstream-refusal.js';

const DOCUMENT_PATH = '/.well-known/openid-configuration';

/**
 * The issuers that an admin may mean by a Discovery URL (an issuer, with or without a slash at its end, or the address
 * of its document); the provider's own document tells which of the two it is. Throws `UpstreamRefusal` (`malformed`).
 */
export const readIssuers = (discoveryUrl: string): readonly [string, string] => {
  const url = URL.parse(discoveryUrl);
  if (!url || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new UpstreamRefusal('malformed', 'the Discovery URL');
  const path = url.pathname.replace(/\/$/, '');
  const issuerPath = path.endsWith(DOCUMENT_PATH) ? path.slice(0, -DOCUMENT_PATH.length) : path;
  const bare = `${url.protocol}//${url.host}${issuerPath.replace(/\/$/, '')}`;
  return [bare, `${bare}/`];
};
