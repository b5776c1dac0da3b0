import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { planImport } from './plan-import.rules.js';
import { readHanded } from './read-export.js';
import { reportLines } from './report-text.rules.js';
import { countItems, type Item } from './report.rules.js';

const fixtures = join(import.meta.dirname, 'fixtures');
const mapping = join(fixtures, 'mapping.yaml');

describe('what the AWS CLI has printed', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portico-cognito-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const faultsOf = (paths: string[], mappingFile = mapping): string => {
    try {
      readHanded(paths, mappingFile);
    } catch (error) {
      if (error instanceof Failure) return error.message;
      throw error;
    }
    return '';
  };

  it('is refused with every fault of every file at once', () => {
    const text = '{"IdentityProvider":{"ProviderName":"A","ProviderType":"OIDC"}}';
    const [broken, other] = [write('broken.json', '{'), write('other.json', '{"UserPool":{}}')];
    const [one, two] = [write('one.json', text), write('two.json', text)];
    const wrong = write('mapping.yaml', 'providers: { B: { tenant: acme } }');
    const told = faultsOf([broken, other, one, two, join(folder, 'absent')], wrong).split('\n');
    expect(told).toEqual([
      `${join(folder, 'absent')}: is not there`,
      `${broken}: is not JSON`,
      expect.stringContaining(`${other}: is not what`),
      'provider A: is in two files',
      expect.stringContaining('providers.B: no file'),
    ]);
  });

  it('is refused where there is none of it, and without a mapping file', () => {
    expect(faultsOf([folder], write('empty.yaml', ''))).toContain('no file of Cognito');
    expect(faultsOf([fixtures], join(folder, 'absent.yaml'))).toContain('cannot be read: ENOENT');
  });

  it('becomes a plan that says of every item what becomes of it', () => {
    const { exported, mapping: map } = readHanded([fixtures], mapping);
    const { connections, applications, leftOut, users, notes } = planImport(exported, map);
    expect(connections.map(({ providerName, provider }) => [providerName, provider])).toEqual([
      ['AcmeOkta', 'okta'],
      ['GlobexAzure', 'azure'],
      ['Google', 'google'],
    ]);
    expect(applications.map(({ body }) => [body.name, body.kind])).toEqual([
      ['Phone (mobile)', 'public'],
      ['Nightly export', 'machine'],
      ['Phone (web)', 'confidential'],
    ]);
    expect([...leftOut.connections, ...leftOut.applications].map(({ name }) => name)).toEqual([
      'InitechSaml',
      '9legacy0fixture1client2id3',
    ]);
    expect(users.wanted.map(({ email, tenant, links }) => [email, tenant, links.length])).toEqual([
      ['scout@acme.example', 'acme', 1],
      ['atticus@acme.example', 'acme', 1],
      ['cal@globex.example', 'globex', 1],
      ['Jem@acme.example', 'acme', 0],
      ['arthur@acme.example', 'acme', 0],
    ]);
    expect(users.leftOut.map(({ username, notes: [why] }) => [username, why?.code])).toEqual([
      ['AcmeOkta_00u1atticus5d7', 'linked_in_cognito'],
      ['mayella', 'never_confirmed'],
      ['dill', 'user_unmapped'],
      ['+420111222333', 'user_unmapped'],
      ['AcmeOkta_00u1jem5d7', 'same_address'],
    ]);
    expect(notes.map(({ code }) => code)).toEqual(['passwords', 'second_factors', 'groups', 'attributes']);
  });

  it('is said to be unsafe where people could write the attribute that their tenant is found by', () => {
    const { exported, mapping: map } = readHanded([fixtures], mapping);
    const client = { ...exported.clients[0]!, WriteAttributes: ['custom:tenant'] };
    const users = { tenant: [{ by: 'attribute' as const, name: 'custom:tenant' }] };
    const { notes } = planImport({ ...exported, clients: [client] }, { ...map, users });
    expect(notes.find(({ code }) => code === 'tenant_writable')?.text).toContain(client.ClientId);
  });

  it('is reported without any secret, users by what is to be said of them', () => {
    const { exported, mapping: map } = readHanded([fixtures], mapping);
    const { users, connections, notes } = planImport(exported, map);
    const items: Item[] = [
      ...connections.map((wanted): Item => ({ ...wanted, kind: 'connection', outcome: 'create' })),
      ...users.leftOut.map((left): Item => ({
        ...left,
        kind: 'user',
        name: left.username,
        outcome: 'left_out',
      })),
    ];
    const report = { applied: false, counts: countItems(items), items, notes, secretsFile: null };
    const text = reportLines(report).join('\n');
    expect(text).toContain('Nothing was changed');
    expect(text).toContain('connections  3 to make');
    expect(text).toContain('users        5 left out');
    expect(text).toContain('2 user_unmapped: dill, +420111222333');
    expect(text).not.toContain('made-up');
  });
});
