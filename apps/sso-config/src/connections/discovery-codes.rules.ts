/** What the broker may refuse when it looks behind a Discovery URL, or at the platform's Google client. */
export const DISCOVERY_CODES = [
  'discovery_url_malformed',
  'discovery_url_insecure',
  'discovery_url_private',
  'discovery_unreachable',
  'discovery_not_openid',
  'discovery_issuer_mismatch',
  'discovery_multi_tenant',
] as const;
