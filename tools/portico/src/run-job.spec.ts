import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ROOT } from './root.js';
import { runJob } from './run-job.js';

describe(runJob.name, () => {
  let folder: string;
  const before = { ...process.env };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portico-job-'));
    writeFileSync(join(folder, 'job.mjs'), 'console.log(JSON.stringify(process.env));');
  });
  afterEach(() => {
    process.env = { ...before };
    rmSync(folder, { recursive: true });
  });

  const environmentOfJob = async (): Promise<Record<string, string>> => {
    const script = relative(ROOT, join(folder, 'job.mjs'));
    const { exitCode, output } = await runJob({ name: 'job', script, env: { OWN: 'yes' } });
    expect(exitCode).toBe(0);
    return JSON.parse(output) as Record<string, string>;
  };

  it('gives a job no address and no credential of its own environment', async () => {
    process.env['DATABASE_URL'] = 'postgres://operator:secret@db/portico';
    process.env['PORTICO_CLIENT_SECRET'] = 'secret';
    const environment = await environmentOfJob();
    expect(environment['OWN']).toBe('yes');
    expect(JSON.stringify(environment)).not.toContain('secret');
  });

  it('lets the migration know how many servers keep the facts', async () => {
    process.env['PORTICO_NATS_REPLICAS'] = '3';
    expect((await environmentOfJob())['PORTICO_NATS_REPLICAS']).toBe('3');
  });
});
