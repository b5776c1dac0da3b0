import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort, startPostgresDatabase, type TestDatabase } from '@portico/testing';

const PROGRAM = join(import.meta.dirname, '../../dist/migrate.js');

/** The migration job as a process of its own, as it runs in an image. */
const run = async (env: Record<string, string>): Promise<{ code: number | null; said: string }> =>
  await new Promise((resolve) => {
    const job = spawn(process.execPath, [PROGRAM], { env });
    let said = '';
    for (const stream of [job.stdout, job.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    job.once('close', (code) => {
      resolve({ code, said });
    });
  });

describe('the migration job', () => {
  let database: TestDatabase;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await startPostgresDatabase();
    env = { PORTICO_MIGRATION_DATABASE_URL: database.ownerUrl, DATABASE_URL: database.runtimeUrl };
  });
  afterAll(async () => {
    await database.drop();
  });

  it('ends with 2 and names every fault of its environment', async () => {
    const { code, said } = await run({ DATABASE_URL: 'mysql://nobody' });
    expect([code, said]).toEqual([2, expect.stringContaining('PORTICO_MIGRATION_DATABASE_URL')]);
    expect(said).toContain('DATABASE_URL');
  });

  it('ends with 3 where nobody answers', async () => {
    const nobody = `postgres://owner:secret@127.0.0.1:${String(await freePort())}/dashboard`;
    const { code, said } = await run({ ...env, PORTICO_MIGRATION_DATABASE_URL: nobody });
    expect([code, said]).toEqual([3, expect.stringContaining('cannot be reached')]);
    expect(said).not.toContain('secret');
  });

  it('runs twice at once: one waits for the other, and both end with 0', async () => {
    const jobs = await Promise.all([run(env), run(env)]);
    expect(jobs.map(({ code }) => code)).toEqual([0, 0]);
    expect(jobs.map(({ said }) => said).sort()).toEqual([
      'dashboard: 0 migrations run\n',
      expect.stringMatching(/^dashboard: [1-9]\d* migrations run\n$/),
    ]);
  });

  it('ends with 1 on a database that a newer release has migrated, and says that nothing has changed', async () => {
    await database.sql(
      `INSERT INTO schema_migration (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`,
    );
    const { code, said } = await run(env);
    expect([code, said]).toEqual([1, expect.stringContaining('newer release (Later9999999999999)')]);
    expect(said).toContain('Nothing has been changed');
  });
});
