import { isPublicAddress } from '@portico/broker/public-address';
import { PARTICIPANTS } from '@portico/contracts';
import ipaddr from 'ipaddr.js';
import type { INetworkPolicySpec } from 'kubernetes-models/networking.k8s.io/v1';
import { manifestsOf } from './damage.fixture.ts';
import { environmentOf, ofKind, workloadsOf } from './manifests.ts';
import { readAs, SERVICES } from './read-as.fixture.ts';
import { openWays } from './rules/network.rules.ts';

const manifests = manifestsOf('prod');
const workloads = workloadsOf(manifests);

/**
 * The one table of who talks to whom. What a service asks its environment for is what it talks to; the Jobs, which read
 * theirs elsewhere, are named.
 */
const WAY_OF_VARIABLE: Record<string, string> = {
  DATABASE_URL: 'postgres:5432',
  NATS_URL: 'nats:4222',
  SMTP_URL: '192.0.2.25/32:465',
  PORTICO_EGRESS_ALLOW: 'internet:443',
  PORTICO_BROKER_URL: 'ingress-nginx:443',
  PORTICO_SSO_CONFIG_URL: 'sso-config:3002',
  PORTICO_IDENTITY_URL: 'identity:3003',
};
const WAYS_OF_JOBS: Record<string, string[]> = {
  migration: ['postgres:5432', 'nats:4222'],
  bootstrap: ['postgres:5432'],
  'key-rotation': ['ingress-nginx:443'],
};
const DNS = ['kube-system:53', 'kube-system:53/UDP'];

const asked = Object.fromEntries(SERVICES.map((service) => [service, readAs(service, {}).asked]));
const waysOf = (service: string): string[] =>
  Object.entries(WAY_OF_VARIABLE)
    .filter(([variable]) => asked[service]?.has(variable))
    .map(([, way]) => way);

const expectedEgress = [
  ...SERVICES.flatMap((service) => [...waysOf(service), ...DNS].map((way) => `${service} -> ${way}`)),
  ...Object.entries(WAYS_OF_JOBS).flatMap(([job, ways]) =>
    [...ways, ...DNS].map((way) => `${job} -> ${way}`),
  ),
].sort();

/** The ingress controller reaches what an Ingress publishes, Prometheus the management ports, the dashboard the APIs. */
const expectedIngress = workloads
  .filter(({ kind }) => kind === 'Deployment')
  .flatMap(({ name, containers }) => {
    const port = Number(environmentOf(manifests, containers[0]!)['PORT']);
    return [
      `ingress-nginx -> ${name}:${port}`,
      `monitoring -> ${name}:${port + 6000}`,
      ...expectedEgress.filter((arrow) => arrow.endsWith(` -> ${name}:${port}`)),
    ];
  })
  .sort();

describe('the network policies', () => {
  const { egress, ingress } = openWays(manifests);

  it('let every process reach what it talks to, and nothing else', () => {
    expect(egress).toEqual(expectedEgress);
  });

  it('let in those who call, and nobody else', () => {
    expect(ingress).toEqual(expectedIngress);
  });

  it('let those speak on NATS who are in the table of participants', () => {
    const onNats = egress.filter((arrow) => arrow.endsWith('nats:4222')).map((arrow) => arrow.split(' ')[0]);
    expect(onNats).toEqual([...Object.keys(PARTICIPANTS), 'migration'].sort());
  });

  it('let the broker alone reach the internet', () => {
    expect(egress.filter((arrow) => arrow.includes('internet'))).toEqual(['broker -> internet:443']);
  });

  it('are the same in dev, but for its own identity provider', () => {
    const dev = openWays(manifestsOf('dev'));
    expect(dev.egress).toEqual([...egress, 'broker -> keycloak:8443'].sort());
    expect(dev.ingress).toEqual(ingress);
  });

  it.each<[string, (policies: { name: string; spec: INetworkPolicySpec }[]) => void, string]>([
    [
      'a policy without peers',
      (all) => delete all.find(({ name }) => name === 'to-mail')!.spec.egress![0]!.to,
      'identity -> anywhere:465',
    ],
    [
      'a policy without ports',
      (all) => delete all.find(({ name }) => name === 'to-mail')!.spec.egress![0]!.ports,
      'identity -> 192.0.2.25/32:*',
    ],
    [
      'no policy for a pod',
      (all) => all.forEach(({ spec }) => (spec.podSelector = { matchLabels: { a: 'b' } })),
      'broker -> anywhere:*',
    ],
    [
      'NATS for the dashboard',
      (all) =>
        all
          .find(({ name }) => name === 'to-nats')!
          .spec.podSelector!.matchExpressions![0]!.values!.push('dashboard'),
      'dashboard -> nats:4222',
    ],
    [
      'a namespace that is not named',
      (all) =>
        (all.find(({ name }) => name === 'to-postgres')!.spec.egress![0]!.to![0]!.namespaceSelector = {}),
      'broker -> any namespace:5432',
    ],
  ])('are seen through: %s', (_, damage, arrow) => {
    const broken = manifestsOf('prod');
    damage(
      ofKind<INetworkPolicySpec>(broken, 'NetworkPolicy').map(({ metadata: { name }, spec }) => ({
        name,
        spec,
      })),
    );
    const ways = openWays(broken).egress;
    expect(ways).toContain(arrow);
    expect(ways).not.toEqual(expectedEgress);
  });
});

describe('the way to the internet', () => {
  const blocks = ofKind<INetworkPolicySpec>(manifests, 'NetworkPolicy')
    .filter(({ metadata }) => metadata.name === 'to-internet')
    .flatMap(({ spec }) => spec.egress ?? [])
    .flatMap(({ to = [] }) => to.map(({ ipBlock }) => ipBlock!));
  const isIn = (address: string, cidr: string): boolean => {
    const [parsed, [network, bits]] = [ipaddr.parse(address), ipaddr.parseCIDR(cidr)];
    return parsed.kind() === network.kind() && parsed.match(network, bits);
  };
  const isOpen = (address: string): boolean =>
    blocks.some(
      ({ cidr, except = [] }) => isIn(address, cidr) && !except.some((hole) => isIn(address, hole)),
    );

  // The wall in the broker and the policy have to agree; each is there for the day when the other one fails.
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '93.184.216.34',
    '2606:4700:4700::1111',
    '2a00:1450:4001:82a::200e',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '172.32.0.1',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::1',
  ])('leads to %s exactly where the wall lets through', (address) => {
    expect(isOpen(address)).toBe(isPublicAddress(address));
  });
});
