import { readEmail } from '@portico/policy';
import type { WayIn } from './ways.rules.js';

/**
 * The parameter by which a provider skips its own account chooser: Azure's `domain_hint`
 * (https://learn.microsoft.com/entra/identity/enterprise-apps/home-realm-discovery-policy), Google's `hd`
 * (https://developers.google.com/identity/openid-connect/openid-connect#hd-param). Google shows accounts of that
 * domain only, so it is sent for a proved one; a wrong hint would lock a person out.
 */
export const toDomainHint = (
  { connection: { provider }, tenantDomains }: Pick<WayIn, 'connection' | 'tenantDomains'>,
  email: string | undefined,
): Record<string, string> => {
  const domain = readEmail(email)?.domain;
  if (domain === undefined) return {};
  if (provider === 'azure') return { domain_hint: domain };
  return provider === 'google' && tenantDomains.includes(domain) ? { hd: domain } : {};
};
