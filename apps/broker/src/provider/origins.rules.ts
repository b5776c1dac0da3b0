import type { Client } from 'oidc-provider';

const WEB = /^https?:$/;

/**
 * Whether a page of this origin may read what the client gets: a public application's own pages, exactly where its
 * redirect URIs are. The origin of a private-use scheme is `null`, as is that of any sandboxed page, and never allowed.
 */
export const allowsOrigin = (client: Client, origin: string | undefined): boolean =>
  origin !== undefined &&
  client.clientAuthMethod === 'none' &&
  (client.redirectUris ?? []).some((uri) => {
    const url = URL.parse(uri);
    return url !== null && WEB.test(url.protocol) && url.origin === origin;
  });
