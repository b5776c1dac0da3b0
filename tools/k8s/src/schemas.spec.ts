import { schemaFaults } from './schemas.fixture.ts';
import { unknownFields } from './unknown-fields.fixture.ts';
import type { Manifest } from './manifests.ts';
import { type Break, broken, manifestsOf, find, inContainer } from './damage.fixture.ts';
import { OVERLAYS } from './folders.ts';

const checkSchemas = (manifests: Manifest[]): string[] => manifests.flatMap(schemaFaults);

describe('the schemas of Kubernetes', () => {
  it.each(OVERLAYS)('finds nothing in %s', (overlay) => {
    expect(checkSchemas(manifestsOf(overlay))).toEqual([]);
  });

  it.each<[string, Break, RegExp]>([
    [
      'a port that is no number',
      inContainer((c) => (c.ports![0]!.containerPort = 'x' as never)),
      /containerPort/,
    ],
    [
      'a kind that nobody knows',
      (all) => (find(all, 'Ingress', 'portico').kind = 'Egress'),
      /Egress is unknown/,
    ],
  ])('finds %s', (_, damage, fault) => {
    expect(checkSchemas(broken(damage)).join('\n')).toMatch(fault);
  });
});

describe(unknownFields.name, () => {
  it.each(OVERLAYS)(
    'finds nothing in %s',
    (overlay) => {
      expect(unknownFields(manifestsOf(overlay))).toEqual([]);
    },
    30_000,
  );

  it('finds a field that is written wrong', () => {
    const misspelt = broken(
      inContainer((c) => Object.assign(c.securityContext!, { readonlyRootFilesystem: true })),
    );
    expect(unknownFields(misspelt).join()).toMatch(/'"readonlyRootFilesystem"' does not exist/);
  }, 30_000);
});
