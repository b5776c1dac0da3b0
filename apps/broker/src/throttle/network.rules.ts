import ipaddr from 'ipaddr.js';

/** A customer of an IPv6 provider has at least a /64, and may use every address in it (RFC 6177 §2). */
const IPV6_PREFIX = 64;

/** The network that an address belongs to: an IPv4 address by itself, the /64 of an IPv6 one. */
export const toNetwork = (address: string | undefined): string => {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  const read = ipaddr.process(address);
  if (read instanceof ipaddr.IPv4) return read.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${read.toNormalizedString()}/${IPV6_PREFIX}`).toString()}/${IPV6_PREFIX}`;
};
