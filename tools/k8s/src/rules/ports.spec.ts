import { checkPorts } from './network.rules.ts';
import { type Break, broken, manifestsOf, inSpec, inContainer } from '../damage.fixture.ts';
import { OVERLAYS } from '../folders.ts';

describe(checkPorts.name, () => {
  it.each(OVERLAYS)('finds nothing in %s', (overlay) => {
    expect(checkPorts(manifestsOf(overlay))).toEqual([]);
  });

  it.each<[string, Break, RegExp]>([
    [
      'a port that no policy leads to',
      inContainer((c) => c.ports!.push({ name: 'x', containerPort: 4000 })),
      /no policy leads to broker:4000/,
    ],
    [
      'a policy to no port',
      inSpec(
        'NetworkPolicy',
        'broker',
        (spec: { ingress: { ports: { port: number }[] }[] }) => (spec.ingress[0]!.ports[0]!.port = 80),
      ),
      /broker:80, where nobody listens/,
    ],
  ])('finds %s', (_, damage, fault) => {
    expect(checkPorts(broken(damage)).join('\n')).toMatch(fault);
  });
});
