import { API_EXAMPLES, type Connection, SsoSettings } from '@portico/contracts';
import { planTenants } from './plan-tenants.rules.js';
import { toWanted, type WantedConnection } from './tenants-file.rules.js';

const [, example] = API_EXAMPLES.find(([schema]) => schema === SsoSettings)!;
const settings = example as SsoSettings;
const wanted = toWanted(settings);
const [connection] = settings.connections as [Connection];
const id = `${wanted.slug}/${connection.name}`;

const plan = (
  changes: Partial<WantedConnection>,
  {
    there = {},
    secrets = {},
    replaceSecrets = false,
  }: { there?: Partial<Connection>; secrets?: object; replaceSecrets?: boolean } = {},
) =>
  planTenants(
    [{ ...wanted, connections: [{ ...wanted.connections[0]!, ...changes }] }],
    new Map([[wanted.slug, { ...settings, connections: [{ ...connection, ...there }] }]]),
    { secrets: secrets as Record<string, string>, replaceSecrets },
  );
const fieldsOf = (planned: ReturnType<typeof plan>): string[] =>
  planned.steps.find(({ of }) => of === 'connection')!.fields.map(({ field }) => field);

describe(planTenants.name, () => {
  it('refuses another provider under the same name, with its place in the file', () => {
    const provider = connection.provider === 'okta' ? 'azure' : 'okta';
    expect(plan({ provider }).conflicts).toEqual([
      {
        path: ['tenants', 0, 'connections', 0, 'provider'],
        message: expect.stringContaining('never changes'),
      },
    ]);
  });

  it('shows no secret', () => {
    const planned = plan({}, { secrets: { [id]: 'canary' }, replaceSecrets: true });
    expect(fieldsOf(planned)).toContain('clientSecret');
    expect(JSON.stringify(planned)).not.toContain('canary');
  });

  it('finds nothing to do for what is there, also where the address was typed in full', () => {
    const discoveryUrl = `${connection.issuer}/.well-known/openid-configuration`;
    for (const changes of [{}, { discoveryUrl }, { discoveryUrl: `${connection.issuer}/` }])
      expect(plan(changes, { secrets: { [id]: 'canary' } }).steps.map(({ action }) => action)).toEqual(
        Array.from({ length: 2 + settings.domains.length }, () => 'unchanged'),
      );
  });

  it.each<[string, Parameters<typeof plan>, boolean]>([
    ['where there is none', [{}, { there: { clientSecretSet: false } }], true],
    ['for another client', [{ clientId: 'other' }], true],
    ['for another issuer', [{ discoveryUrl: 'https://idp.example.com/other' }], true],
    ['for another name of the e-mail claim', [{ emailClaim: 'upn' }], false],
    [
      'for Google',
      [{ provider: 'google' }, { there: { provider: 'google', clientSecretSet: false } }],
      false,
    ],
  ])('sends a secret, or not: %s', (_, [changes, present], sent) => {
    const planned = plan(changes, { ...present, secrets: { [id]: 'canary' } });
    expect(fieldsOf(planned).includes('clientSecret')).toBe(sent);
  });

  it('leaves a connection off that has no secret, and says so', () => {
    const planned = plan({ mode: 'enforced' }, { there: { mode: 'off', clientSecretSet: false } });
    expect(fieldsOf(planned)).not.toContain('mode');
    expect(planned.notes).toEqual([expect.stringContaining(`${id} stays off`)]);
  });
});
