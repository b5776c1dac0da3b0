import type { IContainer } from 'kubernetes-models/v1';
import { titleOf, type Manifest, type Workload, workloadsOf } from '../manifests.ts';

/** The pod security standard `restricted`, and what Portico asks beyond it. */
export const checkPodSecurity = (manifests: Manifest[]): string[] =>
  workloadsOf(manifests).flatMap((workload) => [
    ...podFaults(workload).map((fault) => `${titleOf(workload)}: ${fault}`),
    ...workload.containers.flatMap((container) =>
      containerFaults(container).map((fault) => `${titleOf(workload)}: ${container.name}: ${fault}`),
    ),
  ]);

const named = (rules: Record<string, boolean>): string[] =>
  Object.entries(rules)
    .filter(([, holds]) => !holds)
    .map(([name]) => name);

const ALLOWED_VOLUMES = ['projected', 'configMap', 'emptyDir'];

const podFaults = ({ pod }: Workload): string[] =>
  named({
    'may run as root': pod.securityContext?.runAsNonRoot === true,
    'is not user 65532': pod.securityContext?.runAsUser === 65532,
    'is not group 65532': pod.securityContext?.runAsGroup === 65532,
    'may use every system call': pod.securityContext?.seccompProfile?.type === 'RuntimeDefault',
    'has a token of the API server': pod.automountServiceAccountToken === false,
    'has the addresses of every Service': pod.enableServiceLinks === false,
    'shares the node': !pod.hostNetwork && !pod.hostPID && !pod.hostIPC,
    'mounts what is no file of its own': (pod.volumes ?? []).every((volume) =>
      Object.keys(volume).every((key) => key === 'name' || ALLOWED_VOLUMES.includes(key)),
    ),
  });

const containerFaults = ({ securityContext = {}, resources = {} }: IContainer): string[] =>
  named({
    'may gain privileges': securityContext.allowPrivilegeEscalation === false && !securityContext.privileged,
    'keeps capabilities': dropsAll(securityContext.capabilities),
    'may write its root': securityContext.readOnlyRootFilesystem === true,
    'overrides the user of the pod':
      securityContext.runAsUser === undefined && securityContext.runAsNonRoot !== false,
    'asks for no CPU or memory': isGiven(resources.requests),
    'is not limited': isGiven(resources.limits),
  });

const dropsAll = ({ drop = [], add = [] }: { drop?: string[]; add?: string[] } = {}): boolean =>
  drop.includes('ALL') && add.length === 0;

const isGiven = (amounts: Record<string, unknown> | undefined): boolean =>
  amounts?.['cpu'] !== undefined && amounts['memory'] !== undefined;
