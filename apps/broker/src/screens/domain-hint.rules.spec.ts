import type { Provider } from '@portico/contracts';
import { toDomainHint } from './domain-hint.rules.js';
import type { WayIn } from './ways.rules.js';

const hintOf = (provider: Provider, email?: string, tenantDomains: string[] = []): object =>
  toDomainHint({ connection: { provider } as WayIn['connection'], tenantDomains }, email);

describe(toDomainHint.name, () => {
  it.each<[string, Provider, string | undefined, string[], object]>([
    ['Azure the address’s domain', 'azure', 'kim@Hooli.Example', [], { domain_hint: 'hooli.example' }],
    ['Azure nothing without an address', 'azure', undefined, ['hooli.example'], {}],
    ['Google a proved domain', 'google', 'kim@hooli.example', ['hooli.example'], { hd: 'hooli.example' }],
    ['Google no other domain', 'google', 'kim@hooli.example', ['hooli.test'], {}],
    ['Google nothing of an address that cannot be read', 'google', 'kim', ['kim'], {}],
    ['others nothing', 'okta', 'kim@hooli.example', ['hooli.example'], {}],
  ])('tells %s', (_, provider, email, domains, hint) => {
    expect(hintOf(provider, email, domains)).toEqual(hint);
  });
});
