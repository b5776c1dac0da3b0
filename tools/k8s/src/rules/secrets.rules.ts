import { environmentOf, mountedFiles, ofKind, titleOf, type Manifest, workloadsOf } from '../manifests.ts';

/** Which files each process may see (docs/decisions/0018-how-portico-is-deployed.md). */
export const MAY_READ: Readonly<Record<string, readonly string[]>> = {
  broker: [
    'database-url-broker',
    'nats-broker.nk',
    'broker-cookies.json',
    'sealing.json',
    'google-client-secret',
  ],
  dashboard: ['database-url-dashboard', 'dashboard-client-secret', 'dashboard-cookies.json'],
  identity: ['database-url-identity', 'nats-identity.nk', 'factors.json', 'smtp-url'],
  'sso-config': ['database-url-sso-config', 'nats-sso-config.nk', 'sealing-public.json'],
  migration: [
    'nats-migration.nk',
    ...['sso-config', 'identity', 'broker', 'dashboard'].flatMap((service) => [
      `owner-database-url-${service}`,
      `database-url-${service}`,
    ]),
  ],
  bootstrap: ['database-url-broker', 'seed-client-secret', 'dashboard-client-secret'],
  'key-rotation': ['key-rotation-client-secret'],
};

/** Values that nobody types by chance. */
const SECRET_VALUES = [
  /-----BEGIN/,
  // A password inside a URL.
  /:\/\/[^/\s:@]*:[^/\s@]+@/,
  // A seed of NATS, a private JSON Web Key, a long random text.
  /\bS[UAOCN][A-Z2-7]{50,}/,
  /"d"\s*:/,
  /\b[A-Za-z0-9_-]{32,}={0,2}$/,
];
const SECRET_NAMES = /SECRET|PASSWORD|TOKEN|KEY|SEED|CREDENTIAL/;

/** What a variable may be although its name sounds secret. */
const isHarmless = (name: string, value: string): boolean =>
  value === '' || name.endsWith('_FILE') || /^PORTICO_SIGNING_KEY_(DAYS|LEAD_SECONDS)$/.test(name);

const looksSecret = (name: string, value: string): boolean =>
  (SECRET_NAMES.test(name) && !isHarmless(name, value)) ||
  SECRET_VALUES.some((pattern) => pattern.test(value));

/** That nothing secret is in Git, and that each process sees its own files and all of them. */
export const checkSecrets = (manifests: Manifest[]): string[] => [
  ...ofKind(manifests, 'Secret').map(({ metadata }) => `Secret ${metadata.name}: its values would be in Git`),
  ...ofKind(manifests, 'ConfigMap').flatMap(({ metadata, data = {} }) =>
    Object.entries(data)
      .filter(([name, value]) => looksSecret(name, value))
      .map(([name]) => `ConfigMap ${metadata.name}: ${name} looks like a secret`),
  ),
  ...workloadsOf(manifests).flatMap((workload) =>
    workload.containers.flatMap((container) => {
      const files = mountedFiles(workload, container);
      const environment = environmentOf(manifests, container);
      return [
        ...Object.entries(environment)
          .filter(([name, value]) => looksSecret(name, value))
          .map(([name]) => `${name} looks like a secret`),
        ...(container.env ?? [])
          .filter(({ valueFrom }) => valueFrom?.secretKeyRef)
          .map(({ name }) => `${name} is a secret in the environment`),
        ...(container.envFrom ?? [])
          .filter(({ secretRef }) => secretRef)
          .map(() => 'has a whole Secret in its environment'),
        ...(workload.pod.volumes ?? [])
          .flatMap(({ projected }) => projected?.sources ?? [])
          .filter(({ secret }) => secret && !secret.items?.length)
          .map(({ secret }) => `sees every file of ${secret?.name ?? ''}`),
        ...files
          .filter(({ key }) => !MAY_READ[workload.name]?.includes(key))
          .map(({ key }) => `may not see ${key}`),
        ...Object.entries(environment)
          .filter(([name, value]) => name.endsWith('_FILE') && !files.some(({ path }) => path === value))
          .map(([name]) => `${name} names a file that is not mounted`),
      ].map((fault) => `${titleOf(workload)}: ${fault}`);
    }),
  ),
];
