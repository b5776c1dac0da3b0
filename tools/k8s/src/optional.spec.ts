import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { K8S } from './folders.ts';
import { findKustomize, NO_KUSTOMIZE, renderFolder } from './kustomize.ts';
import { manifestsOf } from './damage.fixture.ts';
import { type Manifest, readManifests } from './manifests.ts';
import { SERVICES } from './read-as.fixture.ts';
import { checkAddresses } from './rules/addresses.rules.ts';
import { checkAvailability } from './rules/availability.rules.ts';
import { checkEnvironment } from './rules/environment.fixture.ts';
import { checkPorts, openWays } from './rules/network.rules.ts';
import { checkPodSecurity } from './rules/pod-security.rules.ts';
import { checkReferences } from './rules/references.rules.ts';
import { checkSecrets } from './rules/secrets.rules.ts';

const OPTIONAL = ['external-secrets', 'google', 'private-ca', 'tracing'];
const kustomize = findKustomize();

/** Production with every optional component, and what an overlay adds for them. */
const renderWithAll = (): Manifest[] => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-k8s-'));
  try {
    const kustomization = {
      resources: [relative(folder, join(K8S, 'overlays/prod'))],
      components: OPTIONAL.map((component) => relative(folder, join(K8S, 'components', component))),
      configMapGenerator: [
        {
          name: 'portico',
          namespace: 'portico',
          behavior: 'merge',
          literals: ['PORTICO_GOOGLE_CLIENT_ID=portico.apps.example.com'],
        },
      ],
      namespace: 'portico',
    };
    writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
    return readManifests(renderFolder(kustomize!, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe('the optional components', () => {
  it('keep every rule together, where this machine can render', () => {
    if (!kustomize) {
      process.stdout.write(`${NO_KUSTOMIZE}\n`);
      return;
    }
    const manifests = renderWithAll();
    const rules = [
      checkAddresses,
      checkAvailability,
      checkEnvironment,
      checkPorts,
      checkPodSecurity,
      checkReferences,
      checkSecrets,
    ];
    expect(rules.flatMap((rule) => rule(manifests))).toEqual([]);
    const of = (kind: string): number => manifests.filter((manifest) => manifest.kind === kind).length;
    expect(of('ExternalSecret')).toBe(7);
    const added = openWays(manifests).egress.filter(
      (arrow) => !openWays(manifestsOf('prod')).egress.includes(arrow),
    );
    expect(added).toEqual(SERVICES.map((service) => `${service} -> monitoring:4318`));
  });
});
