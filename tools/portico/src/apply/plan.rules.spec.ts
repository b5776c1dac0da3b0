import { type Application, CreateApplication, type ResourceServer } from '@portico/contracts';
import { isDone, makePlan, onTheWay, type Plan, type Present } from './plan.rules.js';
import { planLines } from './plan-lines.js';

const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
const calls = {
  id: 'calls',
  name: 'Calls',
  audience: 'https://calls.example.com',
  scopes: ['calls:read', 'calls:write'],
  tokenAlg: 'ES256' as const,
};
const phone = (changes: object = {}): CreateApplication =>
  CreateApplication.parse({
    id: 'phone',
    name: 'Phone',
    kind: 'confidential',
    redirectUris: ['https://phone.example.com/a', 'https://phone.example.com/b'],
    resources: [{ audience: calls.audience, scopes: ['calls:read', 'calls:write'] }],
    ...changes,
  });
const nightly = (changes: object = {}): CreateApplication =>
  CreateApplication.parse({ id: 'nightly', name: 'Nightly', kind: 'machine', ...changes });

/** As the API would show it: all fields, and what Portico keeps itself. */
const shown = (application: CreateApplication): Application =>
  ({
    redirectUris: [],
    idTokenAlg: 'ES256',
    ...application,
    secrets: [{ id: 'first', createdAt: '2026-11-23T09:00:00.000Z', expiresAt: null }],
    createdAt: '2026-11-23T09:00:00.000Z',
  }) as unknown as Application;
const server = (changes: object = {}): ResourceServer => ({
  ...calls,
  createdAt: '2026-11-23T09:00:00.000Z',
  ...changes,
});
const present: Present = { applications: [shown(phone())], resourceServers: [server()] };

const planOf = (
  applications: CreateApplication[],
  options: Partial<{ prune: boolean; self: string }> = {},
): Plan =>
  makePlan(
    { applications, resourceServers: [calls] },
    { ...present, applications: [shown(phone()), shown(nightly())] },
    { prune: false, self: 'seed', ...options },
  );
const actions = ({ steps }: Plan): string[] => steps.map(({ action, id }) => `${action} ${id}`);

describe(makePlan.name, () => {
  it('names a kind that would have to change, and does not plan on it', () => {
    const { conflicts } = planOf([phone({ kind: 'confidential' }), nightly({ id: 'phone' })]);
    expect(conflicts.map(({ path }) => path.join('.'))).toEqual(['applications.1.kind']);
  });

  it('names an audience that neither the file has nor Portico', () => {
    const resources = [{ audience: 'https://other.example.com', scopes: [] }];
    expect(planOf([phone({ resources })]).conflicts[0]?.path).toEqual([
      'applications',
      0,
      'resources',
      0,
      'audience',
    ]);
  });

  it('names an audience that it would delete', () => {
    const wanted = { applications: [phone()], resourceServers: [] };
    expect(makePlan(wanted, present, { prune: true, self: 'seed' }).conflicts).toHaveLength(1);
    expect(makePlan(wanted, present, { prune: false, self: 'seed' }).conflicts).toEqual([]);
  });

  it('deletes nothing without prune, and never the application that the command acts for', () => {
    expect(actions(planOf([phone()]))).toEqual(['unchanged calls', 'unchanged phone']);
    expect(actions(planOf([phone()], { prune: true }))).toContain('delete nightly');
    expect(actions(planOf([phone()], { prune: true, self: 'nightly' }))).toEqual([
      'unchanged calls',
      'unchanged phone',
    ]);
  });

  it('has nothing to do where only the order differs', () => {
    const wanted = phone({
      redirectUris: ['https://phone.example.com/b', 'https://phone.example.com/a'],
      resources: [{ scopes: ['calls:write', 'calls:read'], audience: calls.audience }],
    });
    expect(isDone(planOf([wanted, nightly()]))).toBe(true);
    const [one, other] = [key, Object.fromEntries(Object.entries(key).reverse())].map((jwk) =>
      nightly({ tokenAuth: 'private_key_jwt', jwks: { keys: [jwk] } }),
    );
    const before = { applications: [shown(one!)], resourceServers: [] };
    const plan = makePlan({ applications: [other!], resourceServers: [] }, before, { prune: true, self: '' });
    expect(isDone(plan)).toBe(true);
  });

  it('changes field by field, back to the default where the file is silent', () => {
    const before = { ...present, applications: [shown(phone({ idTokenSeconds: 600, name: 'Telephone' }))] };
    const wanted = { applications: [phone()], resourceServers: [calls] };
    const plan = makePlan(wanted, before, { prune: false, self: 'seed' });
    expect(plan.steps[1]).toEqual({
      of: 'application',
      id: 'phone',
      action: 'change',
      fields: [
        { field: 'name', before: 'Telephone', after: 'Phone' },
        { field: 'idTokenSeconds', before: 600, after: 3600 },
      ],
    });
  });

  it('is shown as what is added and taken away, and never with a secret', () => {
    const wanted = [
      phone({ redirectUris: ['https://phone.example.com/b', 'https://phone.example.com/c'] }),
      nightly({ id: 'other' }),
    ];
    const lines = planLines(planOf(wanted, { prune: true }));
    expect(lines).toEqual([
      '  unchanged resource server calls',
      '~ change application phone',
      '    redirectUris:',
      '      - https://phone.example.com/a',
      '      + https://phone.example.com/c',
      '+ create application other',
      '    name: Nightly',
      '    tokenAuth: basic',
      '    kind: machine',
      '- delete application nightly',
      '',
      '1 to create, 1 to change, 1 to delete, 1 unchanged.',
    ]);
  });
});

describe(onTheWay.name, () => {
  it('keeps the scopes that applications may still name', () => {
    const { id: _, ...wanted } = { ...calls, scopes: ['calls:write', 'calls:end'] };
    expect(onTheWay(wanted, server()).scopes).toEqual(['calls:write', 'calls:end', 'calls:read']);
    expect(onTheWay(wanted)).toEqual(wanted);
    expect(onTheWay(wanted, server({ audience: 'https://old.example.com' }))).toEqual(wanted);
  });
});
