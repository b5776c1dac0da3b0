import type { IIngressSpec } from 'kubernetes-models/networking.k8s.io/v1';
import { environmentOf, ofKind, type Manifest, workloadsOf } from '../manifests.ts';
import { openWays } from './network.rules.ts';

/** That the addresses which Portico tells the world are the ones that the Ingress serves, and with how many proxies. */
export const checkAddresses = (manifests: Manifest[]): string[] => {
  const backends = new Map(
    ofKind<IIngressSpec>(manifests, 'Ingress')
      .flatMap(({ spec }) => spec.rules ?? [])
      .map(({ host = '', http }) => [host, http?.paths[0]?.backend.service?.name]),
  );
  const deployments = workloadsOf(manifests).filter(({ kind }) => kind === 'Deployment');
  return deployments.flatMap(({ name, containers }) =>
    containers.flatMap((container) => {
      const environment = environmentOf(manifests, container);
      const leadsTo = (variable: string, service: string): string[] => {
        const value = environment[variable];
        return value && backends.get(new URL(value).host) === service
          ? []
          : [`${name}: no Ingress leads from ${variable} to ${service}`];
      };
      return [
        ...leadsTo('PORTICO_PUBLIC_URL', 'broker'),
        ...leadsTo('PORTICO_DASHBOARD_URL', 'dashboard'),
        // One controller in front; with none believed every sign-in would come from one address.
        ...(environment['PORTICO_TRUSTED_HOPS'] === '0'
          ? [`${name}: takes the controller for the client`]
          : []),
        ...originFaults(manifests, name, environment),
      ];
    }),
  );
};

/** An origin inside that the wall admits needs a way through the policies too. */
const originFaults = (manifests: Manifest[], name: string, environment: Record<string, string>): string[] =>
  ['PORTICO_EGRESS_ALLOW', 'PORTICO_APPLICATION_ALLOW'].flatMap((variable) =>
    (environment[variable] ?? '')
      .split(',')
      .filter(Boolean)
      .filter((origin) => {
        const { hostname, port, protocol } = new URL(origin);
        const number = port || (protocol === 'https:' ? '443' : '80');
        const inside = /^[^.]+\.([^.]+)\.svc(\.|$)/.exec(hostname)?.[1];
        const ways = openWays(manifests).egress.filter((arrow) => arrow.startsWith(`${name} -> `));
        return !ways.some((arrow) =>
          inside ? arrow === `${name} -> ${inside}:${number}` : arrow.endsWith(`:${number}`),
        );
      })
      .map((origin) => `${name}: no policy leads to ${origin} of ${variable}`),
  );
