import { Database, migrateDatabase } from '@portico/service-kit';
import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { DataSource } from 'typeorm';
import { migrationsFor } from '../migrations/index.js';
import { ArtifactStore } from './artifact.store.js';
import { GrantRevocationStore } from './grant-revocation.store.js';
import { GrantedArtifactStore } from './granted-artifact.store.js';
import { ReplayStore } from './replay.store.js';

const ROUNDS = 20;

describe(ArtifactStore.name, () => {
  let database: TestDatabase;
  /** Two, as two replicas of the broker have. */
  let sources: DataSource[];
  let codes: ArtifactStore[];

  beforeAll(async () => {
    database = await startPostgresDatabase();
    await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));
    sources = await Promise.all(
      ['one', 'other'].map(
        async () => await new DataSource({ type: 'postgres', url: database.runtimeUrl }).initialize(),
      ),
    );
    codes = sources.map((source) => new ArtifactStore(new Database(source), 'AuthorizationCode'));
  });
  afterAll(async () => {
    await Promise.all(sources.map((source) => source.destroy()));
    await database.drop();
  });

  it('O03 lets one of 20 uses at once through, over two connections, round after round', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const id = `code-${String(round)}`;
      await codes[0]!.upsert(id, { grantId: 'grant' }, 60);
      const uses = await Promise.allSettled(
        Array.from({ length: 20 }, async (_, use) => {
          await codes[use % 2]!.consume(id);
        }),
      );
      const refused = uses.flatMap((use) => (use.status === 'rejected' ? [String(use.reason)] : []));
      expect(refused).toHaveLength(19);
      expect(new Set(refused)).toEqual(new Set(['InvalidGrant: invalid_grant']));
    }
  });

  it('O03 refuses to use what is not there, and what is of another kind', async () => {
    await new ArtifactStore(new Database(sources[0]!), 'RefreshToken').upsert('a-token', {}, 60);
    await expect(codes[0]!.consume('unknown')).rejects.toThrow('invalid_grant');
    await expect(codes[0]!.consume('a-token')).rejects.toThrow('invalid_grant');
  });

  it('finds nothing that has expired', async () => {
    await codes[0]!.upsert('old', {}, -1);
    expect(await codes[1]!.find('old')).toBeUndefined();
  });

  it('says of what was used that it was used, whichever replica asks', async () => {
    await codes[0]!.upsert('used', { accountId: 'scout' }, 60);
    await codes[0]!.consume('used');
    expect(await codes[1]!.find('used')).toEqual({ accountId: 'scout', consumed: true });
  });

  it('O02 forgets everything of a grant at once, and nothing of another', async () => {
    await codes[0]!.upsert('first', { grantId: 'one' }, 60);
    await codes[0]!.upsert('second', { grantId: 'other' }, 60);
    await codes[1]!.revokeByGrantId('one');
    expect(await codes[0]!.find('first')).toBeUndefined();
    expect(await codes[0]!.find('second')).toBeDefined();
  });

  it('O05 finds no token of a grant that has been revoked, whether stored before or while it was', async () => {
    const [one, other] = sources.map((source) => new Database(source)) as [Database, Database];
    const tokens = new GrantedArtifactStore(one, 'RefreshToken');
    const revoke = async (database: Database): Promise<boolean> =>
      await database.atOnce(async (tx) => await new GrantRevocationStore().add(tx, 'stolen'));
    await tokens.upsert('before', { grantId: 'stolen' }, 60);
    expect(await tokens.find('before')).toBeDefined();
    const first = await Promise.all([revoke(one), revoke(other)]);
    await tokens.upsert('meanwhile', { grantId: 'stolen' }, 60);
    expect([await tokens.find('before'), await tokens.find('meanwhile')]).toEqual([undefined, undefined]);
    expect(first.filter(Boolean)).toHaveLength(1);
  });

  it('O18 takes an assertion once, of ten that arrive at once over two connections', async () => {
    const assertions = sources.map((source) => new ReplayStore(new Database(source)));
    const uses = await Promise.allSettled(
      Array.from({ length: 10 }, async (_, use) => {
        await assertions[use % 2]!.upsert('assertion', { iss: 'machine' }, 60);
      }),
    );
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
