import type {
  INetworkPolicyPeer,
  INetworkPolicyPort,
  INetworkPolicySpec,
} from 'kubernetes-models/networking.k8s.io/v1';
import { hasLabels, ofKind, type Manifest, type Workload, workloadsOf } from '../manifests.ts';

/** A way that the policies leave open: `broker -> nats:4222`, `ingress-nginx -> broker:3001`. */
export type Arrow = string;

/** Both ends of every open way. `egress` are those that pods may take, `ingress` those that may lead to them. */
export interface OpenWays {
  egress: Arrow[];
  ingress: Arrow[];
}

interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

const selects = (selector: Selector | undefined, labels: Record<string, string>): boolean =>
  hasLabels(labels, selector?.matchLabels) &&
  (selector?.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    if (operator !== 'In') throw new Error(`the operator ${operator} is not used here`);
    return values.includes(labels[key] ?? '');
  });

const WORLD = ['0.0.0.0/0', '2000::/3', '::/0'];

/** Everything that a rule's peers stand for: names of our pods, of namespaces, addresses. No peer at all is everybody. */
const namesOf = (workloads: Workload[], peers: INetworkPolicyPeer[] | undefined): string[] => {
  if (!peers || peers.length === 0) return ['anywhere'];
  return peers.flatMap(({ ipBlock, namespaceSelector, podSelector }) => {
    if (ipBlock) return WORLD.includes(ipBlock.cidr) ? ['internet'] : [ipBlock.cidr];
    if (namespaceSelector)
      return [namespaceSelector.matchLabels?.['kubernetes.io/metadata.name'] ?? 'any namespace'];
    return workloads.filter(({ labels }) => selects(podSelector, labels)).map(({ name }) => name);
  });
};

const portsOf = (ports: INetworkPolicyPort[] | undefined): string[] =>
  !ports || ports.length === 0
    ? ['*']
    : ports.map(
        ({ port, endPort, protocol = 'TCP' }) =>
          `${String(port ?? '*')}${endPort ? `-${String(endPort)}` : ''}${protocol === 'TCP' ? '' : `/${protocol}`}`,
      );

/** What the policies of a namespace leave open, for every pod that is made in it. */
export const openWays = (manifests: Manifest[]): OpenWays => {
  const workloads = workloadsOf(manifests);
  const policies = ofKind<INetworkPolicySpec>(manifests, 'NetworkPolicy').map(({ spec }) => spec);
  const of = (workload: Workload, direction: 'Ingress' | 'Egress'): INetworkPolicySpec[] =>
    policies.filter(
      ({ podSelector, policyTypes }) =>
        selects(podSelector, workload.labels) && policyTypes?.includes(direction),
    );
  const egress = workloads.flatMap((workload) => {
    const mine = of(workload, 'Egress');
    if (mine.length === 0) return [`${workload.name} -> anywhere:*`];
    return mine
      .flatMap((spec) => spec.egress ?? [])
      .flatMap(({ to, ports }) =>
        namesOf(workloads, to).flatMap((name) =>
          portsOf(ports).map((port) => `${workload.name} -> ${name}:${port}`),
        ),
      );
  });
  const ingress = workloads.flatMap((workload) => {
    const mine = of(workload, 'Ingress');
    if (mine.length === 0) return [`anywhere -> ${workload.name}:*`];
    return mine
      .flatMap((spec) => spec.ingress ?? [])
      .flatMap(({ from, ports }) =>
        namesOf(workloads, from).flatMap((name) =>
          portsOf(ports).map((port) => `${name} -> ${workload.name}:${port}`),
        ),
      );
  });
  return { egress: [...new Set(egress)].sort(), ingress: [...new Set(ingress)].sort() };
};

/** The ports that containers listen on and no policy leads to, and those that policies lead to and nobody listens on. */
export const checkPorts = (manifests: Manifest[]): string[] => {
  const listening = workloadsOf(manifests).flatMap(({ name, containers }) =>
    containers.flatMap(({ ports = [] }) =>
      ports.map(({ containerPort }) => `${name}:${String(containerPort)}`),
    ),
  );
  const drawn = new Set(openWays(manifests).ingress.map((arrow) => arrow.replace(/^.* -> /, '')));
  return [
    ...listening.filter((port) => !drawn.has(port)).map((port) => `no policy leads to ${port}`),
    ...[...drawn]
      .filter((port) => !listening.includes(port))
      .map((port) => `a policy leads to ${port}, where nobody listens`),
  ];
};
