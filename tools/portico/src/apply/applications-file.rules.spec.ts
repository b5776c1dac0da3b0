import { readFileSync } from 'node:fs';
import { type FileFault, readApplicationsFile } from './applications-file.rules.js';

const faultsOf = (text: string): FileFault[] => {
  const read = readApplicationsFile(text);
  return read.outcome === 'faulty' ? read.faults : [];
};

describe(readApplicationsFile.name, () => {
  it('names every fault at once, each with its line', () => {
    const text = `applications:
  - id: phone
    name: Phone
    kind: public
    redirectUris:
      - https://phone.example.com/callback
      - http://phone.example.com/callback
    tokenAuth: basic
  - id: Nightly
    name: Nightly
    kind: machine
    tenants: []
  - id: dashboard
    kind: confidential
resourceServers:
  - id: calls
    name: Calls
    audience: calls
`;
    expect(faultsOf(text).map(({ line, path }) => `${line} ${path}`)).toEqual([
      '18 resourceServers[0].audience',
      '7 applications[0].redirectUris[1]',
      '8 applications[0].tokenAuth',
      '9 applications[1].id',
      '12 applications[1].tenants',
      '13 applications[2].name',
      '13 applications[2].redirectUris',
    ]);
  });

  it.each([
    ['text that is no YAML', 'applications: [', 1, ''],
    ['a field twice', 'applications: []\napplications: []\n', 2, ''],
    ['a list', '- id: phone\n', 1, ''],
    ['an unknown list', 'application: []\n', 1, 'application'],
    ['an unknown kind', 'applications:\n  - id: phone\n    kind: native\n', 3, 'applications[0].kind'],
  ])('refuses %s', (_, text, line, path) => {
    expect(faultsOf(text)).toEqual([{ line, path, message: expect.stringMatching(/./) }]);
  });

  it('says what is missing', () => {
    expect(faultsOf('applications:\n  - { id: phone, kind: public, name: Phone }\n')).toEqual([
      { line: 2, path: 'applications[0].redirectUris', message: 'is missing' },
    ]);
  });

  it('refuses an id and an audience that stand above already', () => {
    const text = `resourceServers:
  - { id: calls, name: Calls, audience: 'https://calls.example.com' }
  - { id: other, name: Other, audience: 'https://calls.example.com' }
applications:
  - { id: phone, name: Phone, kind: machine }
  - { id: phone, name: Phone, kind: machine }
`;
    expect(faultsOf(text)).toEqual([
      { line: 6, path: 'applications[1].id', message: 'phone stands above already' },
      {
        line: 3,
        path: 'resourceServers[1].audience',
        message: 'https://calls.example.com stands above already',
      },
    ]);
  });

  it('refuses aliases that expand without end', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const bomb = names.map((name, index) => {
      const item = index === 0 ? 'x' : `*${String(names[index - 1])}`;
      return `${name}: &${name} [${Array<string>(10).fill(item).join()}]`;
    });
    expect(faultsOf(bomb.join('\n'))).toEqual([
      { line: 1, path: '', message: expect.stringContaining('alias') },
    ]);
  });

  it('takes an empty file for one that names nothing', () => {
    expect(readApplicationsFile('')).toMatchObject({
      outcome: 'read',
      file: { applications: [], resourceServers: [] },
    });
  });

  it('reads the example of the documentation', () => {
    expect(faultsOf(readFileSync('docs/applications.yaml', 'utf8'))).toEqual([]);
  });
});
