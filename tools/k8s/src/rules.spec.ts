import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDeploymentSpec } from 'kubernetes-models/apps/v1';
import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import { parse } from 'yaml';
import { K8S, OVERLAYS, ROOT } from './folders.ts';
import { type Manifest, readManifests, workloadsOf } from './manifests.ts';
import { readRendered } from './rendered.ts';
import { checkAddresses } from './rules/addresses.rules.ts';
import { checkAvailability } from './rules/availability.rules.ts';
import { checkEnvironment } from './rules/environment.fixture.ts';
import { checkPorts } from './rules/network.rules.ts';
import { checkPodSecurity } from './rules/pod-security.rules.ts';
import { checkReferences } from './rules/references.rules.ts';
import { checkRelease, type NamedImage } from './rules/release.rules.ts';
import { checkSecrets } from './rules/secrets.rules.ts';
import { schemaFaults } from './schemas.fixture.ts';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const { images } = parse(readFileSync(join(K8S, 'components/release/kustomization.yaml'), 'utf8')) as {
  images: NamedImage[];
};

const RULES = {
  schemas: (manifests: Manifest[]) => manifests.flatMap(schemaFaults),
  podSecurity: checkPodSecurity,
  availability: checkAvailability,
  references: checkReferences,
  secrets: checkSecrets,
  ports: checkPorts,
  addresses: checkAddresses,
  environment: checkEnvironment,
  release: (manifests: Manifest[]) => checkRelease(manifests, images, version),
};
type Rule = keyof typeof RULES;

describe.each(OVERLAYS)('the manifests of %s', (overlay) => {
  const manifests = readManifests(readRendered(overlay).yaml);

  it.each(Object.entries(RULES))('keep the rules of %s', (_, rule) => {
    expect(rule(manifests)).toEqual([]);
  });
});

type Break = (manifests: Manifest[]) => void;

const find = (manifests: Manifest[], kind: string, name: string): Manifest => {
  const found = manifests.find((one) => one.kind === kind && one.metadata.name.startsWith(name));
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
};
const inSpec =
  (kind: string, name: string, change: (spec: never) => void): Break =>
  (manifests) => {
    change(find(manifests, kind, name).spec as never);
  };
const inDeployment = (change: (spec: IDeploymentSpec) => void): Break =>
  inSpec('Deployment', 'broker', change as never);
const inPod = (change: (pod: IPodSpec) => void): Break =>
  inDeployment(({ template }) => {
    change(template.spec!);
  });
const inContainer = (change: (container: IContainer) => void): Break =>
  inPod(({ containers }) => {
    change(containers[0]!);
  });
const inEnv = (name: string, value: string): Break =>
  inContainer(({ env }) => {
    env!.unshift({ name, value });
  });
const without =
  (kind: string, name: string): Break =>
  (manifests) => {
    manifests.splice(manifests.indexOf(find(manifests, kind, name)), 1);
  };
const inMap =
  (map: string, key: string, value: string): Break =>
  (manifests) => {
    find(manifests, 'ConfigMap', map).data![key] = value;
  };
const addSecretFile = (key: string): Break =>
  inPod(({ volumes }) => {
    volumes![0]!.projected!.sources![0]!.secret!.items!.push({ key, path: key });
  });

describe('each rule is broken by', () => {
  it.each<[Rule, string, Break, RegExp]>([
    [
      'schemas',
      'a port that is no number',
      inContainer((c) => (c.ports![0]!.containerPort = 'x' as never)),
      /containerPort/,
    ],
    [
      'schemas',
      'a kind that nobody knows',
      (all) => (find(all, 'Ingress', 'portico').kind = 'Egress'),
      /Egress is unknown/,
    ],
    ['podSecurity', 'root', inPod((pod) => (pod.securityContext!.runAsNonRoot = false)), /may run as root/],
    [
      'podSecurity',
      'another user',
      inPod((pod) => (pod.securityContext!.runAsUser = 0)),
      /is not user 65532/,
    ],
    ['podSecurity', 'no seccomp', inPod((pod) => delete pod.securityContext!.seccompProfile), /system call/],
    ['podSecurity', 'a token', inPod((pod) => (pod.automountServiceAccountToken = true)), /token of the API/],
    [
      'podSecurity',
      'service links',
      inPod((pod) => delete pod.enableServiceLinks),
      /addresses of every Service/,
    ],
    ['podSecurity', 'the network of the node', inPod((pod) => (pod.hostNetwork = true)), /shares the node/],
    [
      'podSecurity',
      'a folder of the node',
      inPod((pod) => pod.volumes!.push({ name: 'x', hostPath: { path: '/' } })),
      /no file of its own/,
    ],
    [
      'podSecurity',
      'privileges',
      inContainer((c) => (c.securityContext!.allowPrivilegeEscalation = true)),
      /gain privileges/,
    ],
    [
      'podSecurity',
      'capabilities',
      inContainer((c) => (c.securityContext!.capabilities = { add: ['NET_ADMIN'] })),
      /keeps capabilities/,
    ],
    [
      'podSecurity',
      'a root that can be written',
      inContainer((c) => (c.securityContext!.readOnlyRootFilesystem = false)),
      /write its root/,
    ],
    [
      'podSecurity',
      'a user of its own',
      inContainer((c) => (c.securityContext!.runAsUser = 0)),
      /overrides the user/,
    ],
    ['podSecurity', 'no requests', inContainer((c) => delete c.resources!.requests), /asks for no CPU/],
    [
      'podSecurity',
      'no memory limit',
      inContainer((c) => delete c.resources!.limits!['memory']),
      /is not limited/,
    ],
    [
      'availability',
      'a pod that goes first',
      inDeployment((spec) => (spec.strategy!.rollingUpdate!.maxUnavailable = 1)),
      /takes pods away first/,
    ],
    [
      'availability',
      'no end of revisions',
      inDeployment((spec) => delete spec.revisionHistoryLimit),
      /every revision/,
    ],
    [
      'availability',
      'no spread',
      inPod((pod) => pod.topologySpreadConstraints!.pop()),
      /not spread by kubernetes.io\/hostname/,
    ],
    [
      'availability',
      'a spread of other pods',
      inPod((pod) => (pod.topologySpreadConstraints![0]!.labelSelector!.matchLabels = { a: 'b' })),
      /not spread by topology/,
    ],
    ['availability', 'no preStop', inContainer((c) => delete c.lifecycle), /before the endpoints know/],
    [
      'availability',
      'a drain that takes too long',
      inMap('portico', 'PORTICO_DRAIN_SECONDS', '20'),
      /killed within 45 seconds/,
    ],
    ['availability', 'no budget', without('PodDisruptionBudget', 'broker'), /0 disruption budgets/],
    [
      'availability',
      'a budget of nothing',
      inSpec(
        'PodDisruptionBudget',
        'broker',
        (spec: { maxUnavailable: number }) => (spec.maxUnavailable = 0),
      ),
      /never be drained/,
    ],
    ['availability', 'no startup probe', inContainer((c) => delete c.startupProbe), /no startupProbe/],
    [
      'availability',
      'readiness by another path',
      inContainer((c) => (c.readinessProbe!.httpGet!.path = '/livez')),
      /does not ask \/readyz/,
    ],
    [
      'availability',
      'a probe of the public port',
      inContainer((c) => (c.livenessProbe!.httpGet!.port = 'http')),
      /not the management port/,
    ],
    [
      'availability',
      'a probe of no port',
      inContainer((c) => (c.livenessProbe!.httpGet!.port = 'other')),
      /not the management port/,
    ],
    [
      'availability',
      'a port that is moved',
      inMap('broker', 'PORT', '4001'),
      /another port than it listens on/,
    ],
    [
      'availability',
      'a scaler of nothing',
      without('Deployment', 'identity'),
      /HorizontalPodAutoscaler identity: has no target/,
    ],
    [
      'availability',
      'a number beside the scaler',
      inDeployment((spec) => (spec.replicas = 2)),
      /sets the number back/,
    ],
    [
      'availability',
      'a scaler down to one',
      inSpec('HorizontalPodAutoscaler', 'broker', (spec: { minReplicas: number }) => (spec.minReplicas = 1)),
      /be alone/,
    ],
    ['references', 'no service account', without('ServiceAccount', 'broker'), /no service account/],
    [
      'references',
      'a service account with a token',
      (all) =>
        ((
          find(all, 'ServiceAccount', 'broker') as { automountServiceAccountToken?: boolean }
        ).automountServiceAccountToken = true),
      /service account has a token/,
    ],
    [
      'references',
      'a selector of others',
      inDeployment((spec) => (spec.selector.matchLabels = { a: 'b' })),
      /does not select its own/,
    ],
    ['references', 'no ConfigMap', without('ConfigMap', 'broker'), /there is no ConfigMap broker/],
    [
      'references',
      'a key that the ConfigMap has not',
      (all) => delete find(all, 'ConfigMap', 'portico').data!['PORTICO_PUBLIC_URL'],
      /no PORTICO_PUBLIC_URL in/,
    ],
    ['references', 'a volume that is not there', inPod((pod) => pod.volumes!.pop()), /which is no volume/],
    [
      'references',
      'a Service of no pod',
      inSpec('Service', 'broker', (spec: { selector: object }) => (spec.selector = { a: 'b' })),
      /selects no pod/,
    ],
    [
      'references',
      'a Service to no port',
      inSpec(
        'Service',
        'broker',
        (spec: { ports: { targetPort: string }[] }) => (spec.ports[0]!.targetPort = 'x'),
      ),
      /which no container has/,
    ],
    [
      'references',
      'a Service of the management port',
      inSpec(
        'Service',
        'broker',
        (spec: { ports: { targetPort: string }[] }) => (spec.ports[0]!.targetPort = 'management'),
      ),
      /publishes the management port/,
    ],
    [
      'references',
      'a Service to the outside',
      inSpec('Service', 'broker', (spec: { type: string }) => (spec.type = 'LoadBalancer')),
      /open to the outside/,
    ],
    [
      'references',
      'an Ingress to no Service',
      without('Service', 'broker'),
      /leads to broker, which is no Service/,
    ],
    [
      'references',
      'an Ingress without a certificate',
      inSpec('Ingress', 'portico', (spec: { tls: unknown[] }) => spec.tls.pop()),
      /has no certificate/,
    ],
    [
      'references',
      'a monitor of others',
      inSpec(
        'PodMonitor',
        'portico',
        (spec: { selector: object }) => (spec.selector = { matchLabels: { a: 'b' } }),
      ),
      /does not see Deployment broker/,
    ],
    [
      'references',
      'another namespace',
      (all) => (find(all, 'Service', 'broker').metadata.namespace = 'default'),
      /in another namespace/,
    ],
    [
      'references',
      'a namespace for everything',
      (all) => (find(all, 'Namespace', 'portico').metadata.labels = {}),
      /more than restricted/,
    ],
    [
      'secrets',
      'a Secret',
      (all) => all.push({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }),
      /would be in Git/,
    ],
    [
      'secrets',
      'a secret in a variable',
      inEnv('PORTICO_CLIENT_SECRET', 'short'),
      /PORTICO_CLIENT_SECRET looks/,
    ],
    [
      'secrets',
      'a secret in a ConfigMap',
      inMap('broker', 'PORTICO_GOOGLE_CLIENT_SECRET', 'x'),
      /ConfigMap broker-\w+: PORTICO_GOOGLE_CLIENT_SECRET looks/,
    ],
    [
      'secrets',
      'a password in an address',
      inMap('identity', 'SMTP_URL', 'smtp://a:b@mail.example.com'),
      /SMTP_URL looks/,
    ],
    ['secrets', 'a seed of NATS', inEnv('SOMETHING', `SU${'A'.repeat(56)}`), /SOMETHING looks/],
    ['secrets', 'a private key', inEnv('SOMETHING', '{"kty":"EC","d":"x"}'), /SOMETHING looks/],
    ['secrets', 'a PEM', inEnv('SOMETHING', '-----BEGIN PRIVATE KEY-----'), /SOMETHING looks/],
    ['secrets', 'a random text', inEnv('SOMETHING', 'q0Yp1V3gW9e7cX5uJ2rL8tN4mK6hB1dF'), /SOMETHING looks/],
    [
      'secrets',
      'a variable from a Secret',
      inContainer((c) => c.env!.push({ name: 'A', valueFrom: { secretKeyRef: { name: 'x', key: 'y' } } })),
      /a secret in the environment/,
    ],
    [
      'secrets',
      'an environment from a Secret',
      inContainer((c) => c.envFrom!.push({ secretRef: { name: 'x' } })),
      /whole Secret/,
    ],
    [
      'secrets',
      'a whole Secret',
      inPod((pod) => delete pod.volumes![0]!.projected!.sources![0]!.secret!.items),
      /sees every file/,
    ],
    ['secrets', 'the file of another process', addSecretFile('factors.json'), /may not see factors.json/],
    ['secrets', 'a file that nobody knows', addSecretFile('other'), /may not see other/],
    [
      'secrets',
      'a name of a file that is not there',
      inEnv('PORTICO_OTHER_FILE', '/run/portico/keys/x'),
      /not mounted/,
    ],
    [
      'ports',
      'a port that no policy leads to',
      inContainer((c) => c.ports!.push({ name: 'x', containerPort: 4000 })),
      /no policy leads to broker:4000/,
    ],
    [
      'ports',
      'a policy to no port',
      inSpec(
        'NetworkPolicy',
        'broker',
        (spec: { ingress: { ports: { port: number }[] }[] }) => (spec.ingress[0]!.ports[0]!.port = 80),
      ),
      /broker:80, where nobody listens/,
    ],
    [
      'addresses',
      'an issuer that no Ingress serves',
      inMap('portico', 'PORTICO_PUBLIC_URL', 'https://other.example.com'),
      /from PORTICO_PUBLIC_URL to broker/,
    ],
    [
      'addresses',
      'a dashboard that no Ingress serves',
      inMap('portico', 'PORTICO_DASHBOARD_URL', 'https://login.example.com'),
      /from PORTICO_DASHBOARD_URL to dashboard/,
    ],
    [
      'addresses',
      'no proxy that is believed',
      inMap('portico', 'PORTICO_TRUSTED_HOPS', '0'),
      /controller for the client/,
    ],
    [
      'addresses',
      'an origin without a way',
      inMap('broker', 'PORTICO_EGRESS_ALLOW', 'https://idp.idp.svc:8443'),
      /no policy leads to https:\/\/idp/,
    ],
    [
      'environment',
      'an issuer with a slash',
      inMap('portico', 'PORTICO_PUBLIC_URL', 'https://login.example.com/'),
      /Deployment broker: PORTICO_PUBLIC_URL/,
    ],
    [
      'environment',
      'an http origin beside an https issuer',
      inMap('broker', 'PORTICO_EGRESS_ALLOW', 'http://a.example.com'),
      /PORTICO_EGRESS_ALLOW: an http origin/,
    ],
    [
      'environment',
      'a file that is not mounted',
      inPod((pod) => pod.volumes![0]!.projected!.sources![0]!.secret!.items!.shift()),
      /Deployment broker: /,
    ],
    [
      'environment',
      'mails into the log',
      inSpec('Deployment', 'identity', (spec: IDeploymentSpec) =>
        spec.template.spec!.containers[0]!.env!.push({ name: 'SMTP_URL', value: 'log:' }),
      ),
      /SMTP_URL: log:/,
    ],
    [
      'environment',
      'a variable of a service that nobody reads',
      inEnv('PORTICO_EGRES_ALLOW', 'x'),
      /PORTICO_EGRES_ALLOW: is unknown/,
    ],
    [
      'environment',
      'a variable of all that nobody reads',
      inMap('portico', 'PORTICO_TYPO', 'x'),
      /PORTICO_TYPO is unknown to every/,
    ],
    [
      'release',
      'another release',
      inContainer((c) => (c.image = 'portico/broker:9.9.9')),
      /broker:9.9.9 is not an image/,
    ],
    [
      'release',
      'an image that the block has not',
      inContainer((c) => (c.image = `other:${version}`)),
      /other:.* is not an image/,
    ],
    [
      'release',
      'an image that nobody uses',
      without('Deployment', 'identity'),
      /portico\/identity is not used/,
    ],
    [
      'release',
      'a Job without a release',
      (all) => (find(all, 'Job', 'migration').metadata.name = 'migration'),
      /changed by the next release/,
    ],
    [
      'release',
      'a Job that stays',
      inSpec(
        'Job',
        'migration',
        (spec: { ttlSecondsAfterFinished?: number }) => delete spec.ttlSecondsAfterFinished,
      ),
      /stays for ever/,
    ],
    [
      'release',
      'a Job without an end',
      inSpec(
        'Job',
        'migration',
        (spec: { activeDeadlineSeconds?: number }) => delete spec.activeDeadlineSeconds,
      ),
      /without an end/,
    ],
    [
      'release',
      'a Job that starts over in its pod',
      inSpec(
        'Job',
        'migration',
        (spec: { template: { spec: IPodSpec } }) => (spec.template.spec.restartPolicy = 'OnFailure'),
      ),
      /log of a failure/,
    ],
  ])('%s: %s', (rule, _, damage, fault) => {
    const manifests = readManifests(readRendered('prod').yaml);
    damage(manifests);
    expect(RULES[rule](manifests).join('\n')).toMatch(fault);
  });
});

describe('the Jobs', () => {
  it('run before the services, in their order, for Argo CD as well', () => {
    const manifests = readManifests(readRendered('prod').yaml);
    const wave = (manifest: Manifest): number =>
      Number(manifest.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
    const waveOf = (name: string): number =>
      wave(workloadsOf(manifests).find((one) => one.name === name)!.manifest);
    const needed = manifests.filter(({ kind }) =>
      ['ConfigMap', 'ServiceAccount', 'NetworkPolicy'].includes(kind),
    );
    expect(Math.max(...needed.map(wave))).toBeLessThan(waveOf('migration'));
    expect(waveOf('migration')).toBeLessThan(waveOf('bootstrap'));
    expect(waveOf('bootstrap')).toBeLessThan(waveOf('broker'));
  });
});
