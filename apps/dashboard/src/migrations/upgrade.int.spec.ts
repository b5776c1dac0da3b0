import { migrateDatabase } from '@portico/service-kit';
import { inspectSchema, type KeptDatabase, lostFrom, readKept, startKeptDatabase } from '@portico/testing';
import { migrationsFor } from './index.js';

const kept = readKept('dashboard');

describe(`data of release ${kept.from.slice(0, 7)}`, () => {
  let house: KeptDatabase;

  beforeAll(async () => {
    house = await startKeptDatabase(kept, async ({ ownerUrl, runtimeRole }, only) => {
      await migrateDatabase(
        ownerUrl,
        migrationsFor(runtimeRole).filter(({ name }) => only.includes(name)),
      );
    });
    await migrateDatabase(house.database.ownerUrl, migrationsFor(house.database.runtimeRole));
  });
  afterAll(async () => {
    await house.database.drop();
  });

  it('has the tables that its migrations make today', () => {
    expect(house.schema).toEqual(kept.schema);
  });

  it('is all there after the upgrade, behind its walls', async () => {
    expect(await lostFrom(house.database, kept)).toEqual([]);
    expect((await inspectSchema(house.database, [])).ownedByRuntime).toEqual([]);
  });
});
