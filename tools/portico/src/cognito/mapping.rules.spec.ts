import { readMapping, slugsOf } from './mapping.rules.js';

const exported = {
  providers: [{ ProviderName: 'AcmeOkta', ProviderType: 'OIDC' }],
  clients: [{ ClientId: 'client1' }],
};
const faultsOf = (text: string): string[] => {
  const read = readMapping(text, exported);
  return 'faults' in read ? read.faults : [];
};

describe(readMapping.name, () => {
  it.each<[string, string, RegExp[]]>([
    ['what is not YAML', 'providers: {', [/./]],
    ['a word that it does not know', 'provider: {}', [/provider/]],
    ['a slug that is none', 'tenants: { Acme!: Acme }', [/tenants/]],
    ['a provider of nobody', 'providers: { AcmeOkta: {} }', [/providers\.AcmeOkta: needs either/]],
    [
      'a provider that is kept and left out',
      'providers: { AcmeOkta: { tenant: acme, leaveOut: true } }',
      [/needs either/],
    ],
    ['a provider that no file describes', 'providers: { AcmeOtka: { tenant: acme } }', [/AcmeOtka: no file/]],
    ['a client that no file describes', 'clients: { client2: { tenants: all } }', [/client2: no file/]],
    ['a client of no tenant', 'clients: { client1: { tenants: [] } }', [/clients\.client1\.tenants/]],
    ['users without a rule', 'users: { tenant: [] }', [/users\.tenant/]],
    ['a rule that it does not know', 'users: { tenant: [{ by: guess }] }', [/users\.tenant\.0/]],
    [
      'two slips of the pen, both of them',
      'providers: { Nobody: { tenant: acme } }\nclients: { none: { tenants: all } }',
      [/Nobody/, /none/],
    ],
  ])('refuses %s', (_, text, faults) => {
    const told = faultsOf(text);
    expect(told).toHaveLength(faults.length);
    faults.forEach((fault, n) => {
      expect(told[n]).toMatch(fault);
    });
  });

  it('maps nothing without being told', () => {
    expect(readMapping('', exported)).toEqual({
      mapping: { tenants: {}, providers: {}, clients: {}, users: { tenant: [{ by: 'provider' }] } },
    });
  });

  it('knows every slug that the file speaks of', () => {
    const text = `
tenants: { a1: A }
providers: { AcmeOkta: { tenant: b1 } }
clients: { client1: { tenants: [c1, a1] } }
users:
  tenant:
    - { by: domain, values: { x.example: d1 } }
    - { by: attribute, name: custom:t, values: { '1': e1 } }
    - { by: all, tenant: f1 }`;
    const read = readMapping(text, exported);
    expect('mapping' in read && slugsOf(read.mapping)).toEqual(['a1', 'b1', 'c1', 'd1', 'e1', 'f1']);
  });
});
