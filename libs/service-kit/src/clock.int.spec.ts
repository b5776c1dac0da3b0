import { jest } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { DatabaseModule } from './database.module.js';
import { HealthChecks } from './health.js';
import { Global, Module } from '@nestjs/common';

@Global()
@Module({ providers: [HealthChecks], exports: [HealthChecks] })
class Health {}

describe('a service whose clock is off', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startPostgresDatabase();
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await database.drop();
  });

  it('F19 is not ready while it is ten minutes off its database, and ready again once it is right', async () => {
    const app = await Test.createTestingModule({
      imports: [Health, DatabaseModule.forRoot(database.runtimeUrl, [])],
    }).compile();
    const health = app.get(HealthChecks);
    expect(await health.ready()).toEqual({});
    const right = Date.now.bind(Date);
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => right() - 11 * 60_000);
    expect(await health.ready()).toEqual({ database: 'not available' });
    clock.mockRestore();
    expect(await health.ready()).toEqual({});
    await app.close();
  });
});
