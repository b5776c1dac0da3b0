import type { IPodSpec } from 'kubernetes-models/v1';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { checkRelease, type NamedImage } from './release.rules.ts';
import { type Manifest, workloadsOf } from '../manifests.ts';
import { type Break, broken, manifestsOf, find, inSpec, inContainer, without } from '../damage.fixture.ts';
import { K8S, OVERLAYS, ROOT } from '../folders.ts';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const { images } = parse(readFileSync(join(K8S, 'components/release/kustomization.yaml'), 'utf8')) as {
  images: NamedImage[];
};
const checkThis = (manifests: Manifest[]): string[] => checkRelease(manifests, images, version);

describe(checkRelease.name, () => {
  it.each(OVERLAYS)('finds nothing in %s', (overlay) => {
    expect(checkThis(manifestsOf(overlay))).toEqual([]);
  });

  it.each<[string, Break, RegExp]>([
    [
      'another release',
      inContainer((c) => (c.image = 'portico/broker:9.9.9')),
      /broker:9.9.9 is not an image/,
    ],
    [
      'an image that the block has not',
      inContainer((c) => (c.image = `other:${version}`)),
      /other:.* is not an image/,
    ],
    ['an image that nobody uses', without('Deployment', 'identity'), /portico\/identity is not used/],
    [
      'a Job without a release',
      (all) => (find(all, 'Job', 'migration').metadata.name = 'migration'),
      /changed by the next release/,
    ],
    [
      'a Job that stays',
      inSpec(
        'Job',
        'migration',
        (spec: { ttlSecondsAfterFinished?: number }) => delete spec.ttlSecondsAfterFinished,
      ),
      /stays for ever/,
    ],
    [
      'a Job without an end',
      inSpec(
        'Job',
        'migration',
        (spec: { activeDeadlineSeconds?: number }) => delete spec.activeDeadlineSeconds,
      ),
      /without an end/,
    ],
    [
      'a Job that starts over in its pod',
      inSpec(
        'Job',
        'migration',
        (spec: { template: { spec: IPodSpec } }) => (spec.template.spec.restartPolicy = 'OnFailure'),
      ),
      /log of a failure/,
    ],
  ])('finds %s', (_, damage, fault) => {
    expect(checkThis(broken(damage)).join('\n')).toMatch(fault);
  });
});

describe('the Jobs', () => {
  it('run before the services, in their order, for Argo CD as well', () => {
    const manifests = manifestsOf('prod');
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

  it('can be picked by their label, as README.md does', () => {
    const picked = (component: string): string[] =>
      manifestsOf('prod')
        .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === component)
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(picked('service')).toEqual(
      ['broker', 'dashboard', 'identity', 'sso-config'].map((name) => `Deployment ${name}`),
    );
    expect(picked('migration')).toEqual(['ServiceAccount migration', `Job migration-${version}`]);
    expect(picked('bootstrap')).toEqual(['ServiceAccount bootstrap', `Job bootstrap-${version}`]);
  });
});
