import { Database, migrateDatabase, newId } from '@portico/service-kit';
import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { DataSource } from 'typeorm';
import { InteractionStore } from '../interactions/interaction.store.js';
import { Issuer } from '../issuer/issuer.js';
import type { Account } from '../logins/account.rules.js';
import type { UpstreamSession } from '../logins/login.entity.js';
import { LoginStore } from '../logins/login.store.js';
import { migrationsFor } from '../migrations/index.js';
import { SessionStore } from './session.store.js';

const logins = new LoginStore();
const sessions = new SessionStore();
const interactions = new InteractionStore(new Issuer('https://portico.example'));

describe(SessionStore.name, () => {
  let database: TestDatabase;
  /** Two, as two replicas of the broker have. */
  let sources: DataSource[];
  let databases: Database[];

  beforeAll(async () => {
    database = await startPostgresDatabase();
    await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));
    const options = { type: 'postgres', url: database.runtimeUrl } as const;
    sources = await Promise.all([1, 2].map(async () => await new DataSource(options).initialize()));
    databases = sources.map((source) => new Database(source));
  });
  afterAll(async () => {
    await Promise.all(sources.map((source) => source.destroy()));
    await database.drop();
  });

  /** A completed login whose browser has not come back yet. */
  const complete = async (upstream: UpstreamSession | null = null) => {
    const [tenantId, loginId, userId, interactionUid] = [newId(), newId(), newId(), newId()];
    await databases[0]!.swiftlyInTenant(tenantId, async (tx) => {
      const started = { id: loginId, tenantId, applicationId: 'phone', method: 'sso' as const };
      const login = await logins.start(tx, started);
      await logins.complete(tx, login, { userId } as Account, {
        ...{ amr: null, acr: null, authTime: null },
        upstream,
      });
      await interactions.finish(tx, interactionUid, { login: { accountId: userId }, loginId, tenantId });
    });
    return { tenantId, loginId, interactionUid };
  };
  type Completed = Awaited<ReturnType<typeof complete>>;
  const goOn = async (login: Completed, replica = 0): Promise<string> => {
    const uid = newId();
    await databases[replica]!.atOnceInTenant(
      login.tenantId,
      async (tx) =>
        await Promise.all([
          interactions.consume(tx, login.interactionUid),
          sessions.begin(tx, { ...login, uid }),
        ]),
    );
    return uid;
  };
  const live = async (uids: string[]): Promise<string[]> => {
    const found = await Promise.all(
      uids.map(
        async (uid) => await databases[0]!.atOnceAcrossTenants(async (tx) => await sessions.find(tx, uid)),
      ),
    );
    return found.flatMap((session) => (session ? [session.uid] : []));
  };

  it('O03 begins one session of a login, of 20 browsers that go on with it at once, over two connections', async () => {
    const login = await complete();
    const uids = await Promise.all(Array.from({ length: 20 }, (_, n) => goOn(login, n % 2)));
    expect(await live(uids)).toHaveLength(1);
  });

  it('O03 begins none of a login that the browser has gone on with before', async () => {
    const login = await complete();
    const first = await goOn(login);
    expect(await live([first, await goOn(login)])).toEqual([first]);
  });

  it('knows the session at the identity provider, which may end it, at once where its time there is over', async () => {
    const upstream = { issuer: 'https://idp.example.com', subject: 'scout', sid: 'sid-1' };
    const ends = [{}, { expiresAt: Date.now() / 1000 + 60 }, { expiresAt: Date.now() / 1000 - 1 }];
    const logins = await Promise.all(ends.map(async (end) => await complete({ ...upstream, ...end })));
    const uids = await Promise.all(logins.map(async (login) => await goOn(login)));
    expect(await live(uids)).toEqual(uids.slice(0, 2));
    const [row] = await databases[0]!.atOnceAcrossTenants(
      async (tx) =>
        await tx.query<object[]>(
          `SELECT upstream_issuer AS issuer, upstream_subject AS subject, upstream_sid AS sid FROM session WHERE uid = $1`,
          [uids[0]],
        ),
    );
    expect(row).toEqual(upstream);
  });

  it('begins none outside the transaction that consumes the interaction', async () => {
    const login = await complete();
    const uid = newId();
    await databases[0]!.atOnceInTenant(login.tenantId, async (tx) => {
      await sessions.begin(tx, { ...login, uid });
    });
    expect(await live([uid])).toEqual([]);
  });
});

describe(InteractionStore.name, () => {
  let database: TestDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await startPostgresDatabase();
    await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));
    source = await new DataSource({ type: 'postgres', url: database.runtimeUrl }).initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  it('refuses to finish what a browser has gone on with, and takes the last of several ends before', async () => {
    const uid = newId();
    const end = (accountId: string) => ({ login: { accountId }, loginId: newId(), tenantId: newId() });
    const finish = async (accountId: string) =>
      await new Database(source).atOnce(async (tx) => await interactions.finish(tx, uid, end(accountId)));
    expect(await finish('scout')).toBe(`https://portico.example/oauth2/authorize/${uid}`);
    await finish('jem');
    const found = await new Database(source).atOnce(async (tx) => await interactions.find(tx, uid));
    expect(found?.login).toEqual({ accountId: 'jem' });
    await new Database(source).atOnce(async (tx) => await interactions.consume(tx, uid));
    await expect(finish('scout')).rejects.toMatchObject({ code: 'interaction_expired' });
  });
});
