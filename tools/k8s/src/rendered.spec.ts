import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { K8S, OVERLAYS } from './folders.ts';
import { findKustomize, isNewKubectl, NO_KUSTOMIZE, renderOverlay } from './kustomize.ts';
import { readManifests } from './manifests.ts';
import { readRendered } from './rendered.ts';
import { hashSources } from './sources.ts';

const kustomize = findKustomize();

describe.each(OVERLAYS)('k8s/rendered/%s.yaml', (overlay) => {
  it('was rendered from the sources of today (else: npm run k8s)', () => {
    expect(readRendered(overlay).hash).toBe(hashSources(overlay));
  });

  it('is what those sources come to, where this machine can render', () => {
    if (!kustomize) {
      process.stdout.write(`${NO_KUSTOMIZE} Only the hash of the sources has been compared.\n`);
      return;
    }
    expect(readManifests(readRendered(overlay).yaml)).toEqual(
      readManifests(renderOverlay(kustomize, overlay)),
    );
  });
});

describe(hashSources.name, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portico-k8s-'));
    cpSync(K8S, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('changes with every file of its overlay and with no other', () => {
    const before = hashSources('prod', folder);
    expect(before).toBe(hashSources('prod'));
    writeFileSync(join(folder, 'overlays/dev/new.yaml'), '');
    expect(hashSources('prod', folder)).toBe(before);
    const file = join(folder, 'components/ingress/ingress.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('64m', '65m'));
    expect(hashSources('prod', folder)).not.toBe(before);
  });
});

describe(isNewKubectl.name, () => {
  it.each([
    ['clientVersion:\n  gitVersion: v1.20.2', false],
    ['clientVersion:\n  gitVersion: v1.26.15', false],
    ['clientVersion:\n  gitVersion: v1.27.0', true],
    ['clientVersion:\n  gitVersion: v1.32.4-dispatcher', true],
    ['gitVersion: v2.0.0', true],
    [undefined, false],
  ])('%j: %s', (version, expected) => {
    expect(isNewKubectl(version)).toBe(expected);
  });
});
