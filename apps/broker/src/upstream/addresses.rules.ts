import ipaddr from 'ipaddr.js';

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * True for an address of the public internet. Loopback, private, link-local, shared, multicast, documentation,
 * IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo) and everything that is not an address at all are not public.
 */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  // ipaddr.js calls the old IPv4-compatible ::7f00:1 unicast as well.
  return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST);
};

/** The address in a URL's host name, without the brackets of IPv6; undefined for a name. */
export const readLiteral = (hostname: string): string | undefined => {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) ? bare : undefined;
};
