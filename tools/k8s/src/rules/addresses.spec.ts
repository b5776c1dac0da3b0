import { checkAddresses } from './addresses.rules.ts';
import { type Break, broken, manifestsOf, inMap } from '../damage.fixture.ts';
import { OVERLAYS } from '../folders.ts';

describe(checkAddresses.name, () => {
  it.each(OVERLAYS)('finds nothing in %s', (overlay) => {
    expect(checkAddresses(manifestsOf(overlay))).toEqual([]);
  });

  it.each<[string, Break, RegExp]>([
    [
      'an issuer that no Ingress serves',
      inMap('portico', 'PORTICO_PUBLIC_URL', 'https://other.example.com'),
      /from PORTICO_PUBLIC_URL to broker/,
    ],
    [
      'a dashboard that no Ingress serves',
      inMap('portico', 'PORTICO_DASHBOARD_URL', 'https://login.example.com'),
      /from PORTICO_DASHBOARD_URL to dashboard/,
    ],
    ['no proxy that is believed', inMap('portico', 'PORTICO_TRUSTED_HOPS', '0'), /controller for the client/],
    [
      'an origin without a way',
      inMap('broker', 'PORTICO_EGRESS_ALLOW', 'https://idp.idp.svc:8443'),
      /no policy leads to https:\/\/idp/,
    ],
  ])('finds %s', (_, damage, fault) => {
    expect(checkAddresses(broken(damage)).join('\n')).toMatch(fault);
  });
});
