import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { manifestsOf } from './damage.fixture.ts';
import { ROOT } from './folders.ts';
import { settleIn } from './key-files.fixture.ts';
import { workloadsOf } from './manifests.ts';

/** With its environment and files complete, a command gets as far as what is not there in a test. */
const NOT_THERE = /cannot be reached|cannot reach|ECONNREFUSED|ENOTFOUND/;
const MISUSED = 2;

describe('the command line as the Jobs run it', () => {
  const manifests = manifestsOf('prod');
  const jobs = workloadsOf(manifests).filter(({ kind }) => kind !== 'Deployment');

  const run = (name: string, change: (environment: Record<string, string>) => void = () => undefined) => {
    const job = jobs.find((one) => one.name === name)!;
    const [container] = job.containers;
    const { root, environment } = settleIn(manifests, job, container!);
    change(environment);
    const { PATH, NODE_OPTIONS } = process.env;
    const args = [
      ...(container!.args ?? []),
      ...(name === 'key-rotation' ? [] : ['--directory', `${root}/run/portico/keys`]),
    ];
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'tools/portico/dist/main.js'), ...args],
      {
        encoding: 'utf8',
        env: { PATH, NODE_OPTIONS, ...environment },
      },
    );
    return { status, stderr };
  };

  it.each(jobs.map(({ name }) => name))(
    '%s lacks nothing but what it cannot reach from here',
    (name) => {
      const { status, stderr } = run(name);
      expect(status).not.toBe(MISUSED);
      expect(stderr).toMatch(NOT_THERE);
    },
    90_000,
  );

  it('would have been told what is missing', () => {
    const { status, stderr } = run('migration', (environment) => delete environment['NATS_URL']);
    expect({ status, said: stderr.includes('NATS_URL is not set') }).toEqual({ status: MISUSED, said: true });
  }, 30_000);
});
