import { Database, migrateDatabase, newId } from '@portico/service-kit';
import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { DataSource } from 'typeorm';
import { migrationsFor } from '../migrations/index.js';
import { LogoutDeliveryStore } from './logout-delivery.store.js';

describe(LogoutDeliveryStore.name, () => {
  const deliveries = new LogoutDeliveryStore();
  let server: TestDatabase;
  let source: DataSource;
  let database: Database;

  beforeAll(async () => {
    server = await startPostgresDatabase();
    await migrateDatabase(server.ownerUrl, migrationsFor(server.runtimeRole));
    source = await new DataSource({ type: 'postgres', url: server.runtimeUrl }).initialize();
    database = new Database(source);
    await source.query(
      `INSERT INTO application (id, kind, name, redirect_uris, post_logout_redirect_uris, api_scopes, backchannel_logout_uri)
       VALUES ('listens', 'public', 'Listens', '{}', '{}', '{}', 'https://listens.example.com/logout'),
              ('deaf', 'public', 'Deaf', '{}', '{}', '{}', NULL)`,
    );
  });
  afterAll(async () => {
    await source.destroy();
    await server.drop();
  });

  /** Sessions of one person, each signed in to both applications. */
  const begin = async (tenantId: string, count: number): Promise<string[]> => {
    const [loginId, userId] = [newId(), newId()];
    const uids = Array.from({ length: count }, newId);
    await database.inTenant(tenantId, async (tx) => {
      await tx.query(
        `INSERT INTO login (tenant_id, id, reference, application_id, method, status)
         VALUES ($1, $2, $3, 'listens', 'sso', 'completed')`,
        [tenantId, loginId, loginId],
      );
      await tx.query(
        `INSERT INTO session (tenant_id, uid, user_id, login_id, method, account, expires_at)
         SELECT $1, uid, $2, $3, 'sso', '{}', now() + interval '1 hour' FROM unnest($4::text[]) AS uid`,
        [tenantId, userId, loginId, uids],
      );
      await tx.query(
        `INSERT INTO provider_artifact (kind, id, uid, payload, expires_at)
         SELECT 'Session', uid, uid, jsonb_build_object('accountId', $1::text, 'authorizations', jsonb_build_object(
             'listens', jsonb_build_object('sid', 'sid of ' || uid), 'deaf', jsonb_build_object('sid', 'unheard'),
             'gone', jsonb_build_object('sid', 'unregistered'))), now() + interval '1 hour'
           FROM unnest($2::text[]) AS uid`,
        [userId, uids],
      );
    });
    return uids;
  };
  const add = async (tenantId: string, uids: string[]): Promise<void> => {
    await database.inTenant(tenantId, async (tx) => {
      await deliveries.add(tx, tenantId, uids);
    });
  };
  const queued = async (tenantId: string): Promise<{ application_id: string; sid: string }[]> =>
    await database.inTenant(
      tenantId,
      async (tx) => await tx.query('SELECT application_id, sid FROM logout_delivery ORDER BY id'),
    );

  it('queues nothing for a session of another tenant', async () => {
    const [acme, globex] = [newId(), newId()];
    await add(globex, await begin(acme, 1));
    expect(await queued(globex)).toEqual([]);
  });

  it('queues for those applications that listen, once for each session', async () => {
    const acme = newId();
    const uids = await begin(acme, 1);
    await add(acme, uids);
    await add(acme, uids);
    expect(await queued(acme)).toEqual([{ application_id: 'listens', sid: `sid of ${uids.join()}` }]);
  });

  it('queues for a thousand sessions in one statement', async () => {
    const acme = newId();
    const uids = await begin(acme, 1000);
    await add(acme, uids);
    expect(await queued(acme)).toHaveLength(1000);
  });
});
