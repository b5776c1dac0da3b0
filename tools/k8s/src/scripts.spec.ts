import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { manifestsOf } from './damage.fixture.ts';
import { K8S } from './folders.ts';
import { type Manifest, mountedFiles, ofKind, readManifests, workloadsOf } from './manifests.ts';
import { MAY_READ } from './rules/secrets.rules.ts';

let folder: string;
const keys = (): string => join(folder, 'keys');

/** Runs a script with a kubectl that writes down what it is asked and what it is given. */
const run = (script: string): { asked: string; given: string } => {
  const kubectl = join(folder, 'kubectl');
  writeFileSync(
    kubectl,
    `#!/bin/sh\necho "$@" >>"${folder}/asked"\n[ "$1" = apply ] && { cat; echo ---; } >>"${folder}/given"\nexit 0\n`,
  );
  chmodSync(kubectl, 0o755);
  const { status, stderr } = spawnSync('sh', [join(K8S, script), keys()], {
    encoding: 'utf8',
    env: { PATH: `${folder}:/usr/bin:/bin` },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return {
    asked: readFileSync(join(folder, 'asked'), 'utf8'),
    given: readFileSync(join(folder, 'given'), 'utf8'),
  };
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-k8s-'));
  spawnSync('mkdir', [keys()]);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What each Secret has to hold, by the manifests of production. */
const mounted = Object.fromEntries(
  workloadsOf(manifestsOf('prod')).map((workload) => [
    `portico-${workload.name}`,
    workload.containers
      .flatMap((container) => mountedFiles(workload, container).map(({ key }) => key))
      .sort(),
  ]),
);

describe('k8s/create-secrets.sh', () => {
  it('makes each Secret with exactly the files that its process mounts', () => {
    for (const name of ['key-rotation-client-secret', 'google-client-secret'])
      writeFileSync(join(keys(), name), 'secret');
    const made = [
      ...run('create-secrets.sh').asked.matchAll(
        /^create secret generic (\S+) --namespace (\S+) (.*) --dry/gm,
      ),
    ];
    const files = Object.fromEntries(
      made.map(([, name = '', , options = '']) => [
        name,
        [...options.matchAll(/--from-file=(\S+?)=(\S+)/g)]
          .map(([, file = '', path = '']) => {
            expect(path).toBe(join(keys(), file));
            return file;
          })
          .sort(),
      ]),
    );
    expect(files).toEqual({
      ...mounted,
      'portico-google': ['google-client-secret'],
      'portico-nats': ['nats-accounts.conf'],
    });
    const elsewhere = made.filter(([, , namespace]) => namespace !== 'portico').map(([, name]) => name);
    expect(elsewhere).toEqual(['portico-nats']);
  });

  it('leaves out what is not wanted', () => {
    expect(run('create-secrets.sh').asked).not.toMatch(/google|key-rotation/);
  });
});

describe('k8s/components/external-secrets', () => {
  it('brings every Secret that is mounted', () => {
    const file = readFileSync(join(K8S, 'components/external-secrets/external-secrets.yaml'), 'utf8');
    const targets = ofKind<{ target: { name: string } }>(readManifests(file), 'ExternalSecret');
    expect(targets.map(({ spec }) => spec.target.name).sort()).toEqual(Object.keys(mounted).sort());
  });
});

interface Cluster {
  bootstrap: { initdb: { postInitSQL: string[] } };
  managed: { roles: { name: string; passwordSecret: { name: string } }[] };
}

describe('k8s/postgres/create-roles.sh', () => {
  const [cluster] = ofKind<Cluster>(
    readManifests(readFileSync(join(K8S, 'postgres/cluster.yaml'), 'utf8')),
    'Cluster',
  );
  const urls = [
    ...new Set(
      Object.values(MAY_READ)
        .flat()
        .filter((file) => file.includes('database-url')),
    ),
  ];

  it('writes the ways in that the processes read, for the roles and databases of the cluster', () => {
    run('postgres/create-roles.sh');
    expect(readdirSync(keys()).sort()).toEqual(urls.sort());
    const roles = urls.map((file) => {
      const { username, pathname, hostname } = new URL(readFileSync(join(keys(), file), 'utf8').trim());
      expect(hostname).toBe('portico-rw.postgres.svc.cluster.local');
      expect(cluster!.spec.bootstrap.initdb.postInitSQL).toContain(
        `CREATE DATABASE ${pathname.slice(1)} OWNER ${pathname.slice(1)}_owner`,
      );
      expect(cluster!.spec.bootstrap.initdb.postInitSQL).toContain(`CREATE ROLE ${username} LOGIN`);
      return username;
    });
    expect(cluster!.spec.managed.roles.map(({ name }) => name).sort()).toEqual(roles.sort());
  });

  it('gives the cluster the passwords of those files, which stay when it runs again', () => {
    const secrets = run('postgres/create-roles.sh')
      .given.split('---\n')
      .filter(Boolean)
      .map((text) => parse(text) as Manifest & { stringData: { username: string; password: string } });
    expect(secrets.map(({ metadata }) => metadata.name).sort()).toEqual(
      cluster!.spec.managed.roles.map(({ passwordSecret }) => passwordSecret.name).sort(),
    );
    for (const { stringData } of secrets) {
      const file = urls.find((name) =>
        readFileSync(join(keys(), name), 'utf8').includes(`//${stringData.username}:`),
      );
      expect(readFileSync(join(keys(), file!), 'utf8')).toContain(`:${stringData.password}@`);
      expect(stringData.password).toMatch(/^[0-9a-f]{64}$/);
    }
    const before = urls.map((name) => readFileSync(join(keys(), name), 'utf8'));
    run('postgres/create-roles.sh');
    expect(urls.map((name) => readFileSync(join(keys(), name), 'utf8'))).toEqual(before);
  });

  it('shows no password on a command line', () => {
    const { asked } = run('postgres/create-roles.sh');
    expect(asked).not.toMatch(/[0-9a-f]{64}/);
    expect(existsSync(join(keys(), 'database-url-broker'))).toBe(true);
  });
});
