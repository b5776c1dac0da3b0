import { checkPodSecurity } from './pod-security.rules.ts';
import { type Break, broken, manifestsOf, inPod, inContainer } from '../damage.fixture.ts';
import { OVERLAYS } from '../folders.ts';

describe(checkPodSecurity.name, () => {
  it.each(OVERLAYS)('finds nothing in %s', (overlay) => {
    expect(checkPodSecurity(manifestsOf(overlay))).toEqual([]);
  });

  it.each<[string, Break, RegExp]>([
    ['root', inPod((pod) => (pod.securityContext!.runAsNonRoot = false)), /may run as root/],
    ['another user', inPod((pod) => (pod.securityContext!.runAsUser = 0)), /is not user 65532/],
    ['no seccomp', inPod((pod) => delete pod.securityContext!.seccompProfile), /system call/],
    ['a token', inPod((pod) => (pod.automountServiceAccountToken = true)), /token of the API/],
    ['service links', inPod((pod) => delete pod.enableServiceLinks), /addresses of every Service/],
    ['the network of the node', inPod((pod) => (pod.hostNetwork = true)), /shares the node/],
    [
      'a folder of the node',
      inPod((pod) => pod.volumes!.push({ name: 'x', hostPath: { path: '/' } })),
      /no file of its own/,
    ],
    [
      'privileges',
      inContainer((c) => (c.securityContext!.allowPrivilegeEscalation = true)),
      /gain privileges/,
    ],
    [
      'capabilities',
      inContainer((c) => (c.securityContext!.capabilities = { add: ['NET_ADMIN'] })),
      /keeps capabilities/,
    ],
    [
      'a root that can be written',
      inContainer((c) => (c.securityContext!.readOnlyRootFilesystem = false)),
      /write its root/,
    ],
    ['a user of its own', inContainer((c) => (c.securityContext!.runAsUser = 0)), /overrides the user/],
    ['no requests', inContainer((c) => delete c.resources!.requests), /asks for no CPU/],
    ['no memory limit', inContainer((c) => delete c.resources!.limits!['memory']), /is not limited/],
  ])('finds %s', (_, damage, fault) => {
    expect(checkPodSecurity(broken(damage)).join('\n')).toMatch(fault);
  });
});
