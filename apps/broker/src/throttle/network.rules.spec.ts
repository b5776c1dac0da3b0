import { toNetwork } from './network.rules.js';

describe(toNetwork.name, () => {
  it.each([
    ['an IPv4 address by itself', '203.0.113.7', '203.0.113.7'],
    ['an IPv4 address that came through an IPv6 socket', '::ffff:203.0.113.7', '203.0.113.7'],
    ['the /64 of an IPv6 address', '2001:db8:1:2:aaaa::1', '2001:db8:1:2::/64'],
    ['the same /64 for its neighbour', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['an IPv6 address of a link with its zone', 'fe80::1%eth0', 'fe80::/64'],
    ['one network for everything that is no address', 'not-an-address', 'unknown'],
    ['one network for no address at all', undefined, 'unknown'],
  ])('B04 counts %s', (_, address, network) => {
    expect(toNetwork(address)).toBe(network);
  });
});
