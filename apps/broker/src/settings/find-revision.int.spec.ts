import {
  DEFAULT_SESSION_LIFETIMES,
  AppError,
  type ConnectionSettings,
  type Mode,
  type TenantSettings,
} from '@portico/contracts';
import { Database, migrateDatabase, newId } from '@portico/service-kit';
import { startPostgresDatabase, type TestDatabase } from '@portico/testing';
import { DataSource } from 'typeorm';
import { ENTITIES } from '../entities.js';
import { migrationsFor } from '../migrations/index.js';
import { ConnectionRevisionStore } from './connection-revision.store.js';
import { FindRevision } from './find-revision.js';
import { HandleStore } from './handle.store.js';
import { PlatformGoogle } from './platform-google.js';
import { PruneRevisions } from './prune-revisions.js';
import { SaveSettings } from './save-settings.js';
import { SettingsStore } from './settings.store.js';
import type { UsableConnection } from './usable-connection.rules.js';

const connectionId = newId();
const aConnection = (changes: Partial<ConnectionSettings> = {}): ConnectionSettings => ({
  id: connectionId,
  provider: 'okta',
  name: 'Acme',
  mode: 'enabled',
  revision: 1,
  issuer: 'https://acme.okta.com',
  clientId: 'portico',
  sealedClientSecret: 'first',
  userinfoMethod: 'GET',
  scopes: ['openid'],
  tokenAuth: 'auto',
  emailClaim: 'email',
  callback: 'own',
  issuesOwnAddressesOnly: false,
  honoursSessionExpiry: false,
  recheckMinutes: null,
  ...changes,
});

describe(FindRevision.name, () => {
  let database: TestDatabase;
  /** Two, as two replicas of the broker have. */
  let sources: DataSource[];
  let acme: string;
  let version: number;
  const google = new PlatformGoogle();
  const revisions = new ConnectionRevisionStore();
  const settings = new SettingsStore(google);

  beforeAll(async () => {
    database = await startPostgresDatabase();
    await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));
    const options = { type: 'postgres', url: database.runtimeUrl, entities: ENTITIES } as const;
    sources = await Promise.all([1, 2].map(async () => await new DataSource(options).initialize()));
  });
  afterAll(async () => {
    await Promise.all(sources.map((source) => source.destroy()));
    await database.drop();
  });
  beforeEach(() => {
    acme = newId();
    version = 0;
  });

  const at = (replica = 0): Database => new Database(sources[replica]!);

  const tenantWith = (...connections: ConnectionSettings[]): TenantSettings =>
    ({
      tenantId: acme,
      slug: 'acme',
      version: ++version,
      status: 'active',
      domains: [],
      connections,
      sessions: DEFAULT_SESSION_LIFETIMES,
    }) as object as TenantSettings;

  /** The projection hears of settings as it does in the house. */
  const follow = async (tenant: TenantSettings, replica = 0): Promise<void> => {
    await new SaveSettings(at(replica), settings, new HandleStore(), revisions).run(tenant);
  };

  const live = async (): Promise<UsableConnection> => {
    const known = await at().inTenant(acme, async (tx) => await settings.find(tx, acme));
    return known!.settings.connections[0]!;
  };
  const find = async (revision: number, tenantId = acme): Promise<UsableConnection | string> => {
    const found = new FindRevision(at(1), revisions, google).run(tenantId, await live(), revision);
    return await found.catch((error: unknown) => (error instanceof AppError ? error.code : String(error)));
  };
  const query = async <Row>(text: string): Promise<Row[]> =>
    await at().inTenant(acme, async (tx) => await tx.query<Row[]>(text));
  const stored = async (): Promise<number[]> => {
    const rows = await query<{ revision: number }>('SELECT revision FROM connection_revision ORDER BY 1');
    return rows.map(({ revision }) => revision);
  };

  it.each<[string, Partial<ConnectionSettings>]>([
    ['issuer', { issuer: 'https://evil.example' }],
    ['client id', { clientId: 'somebody-else' }],
  ])('refuses a revision that had another %s', async (_, changes) => {
    await follow(tenantWith(aConnection(changes)));
    await follow(tenantWith(aConnection({ revision: 2 })));
    await expect(find(1)).resolves.toBe('connection_changed');
  });

  it('refuses a revision that nobody knows', async () => {
    await follow(tenantWith(aConnection({ revision: 2 })));
    await expect(find(1)).resolves.toBe('connection_changed');
  });

  it('A02 refuses a revision of another tenant', async () => {
    await follow(tenantWith(aConnection()));
    await follow(tenantWith(aConnection({ revision: 2 })));
    await expect(find(1, newId())).resolves.toBe('connection_changed');
  });

  it('A02 keeps to the tenant by the WHERE of its query alone, on a connection without row-level security', async () => {
    await follow(tenantWith(aConnection()));
    await follow(tenantWith(aConnection({ revision: 2 })));
    const url = new URL(process.env['PORTICO_TEST_DATABASE_URL'] ?? '');
    url.pathname = new URL(database.ownerUrl).pathname;
    const superuser = await new DataSource({ type: 'postgres', url: url.href }).initialize();
    const place = { connectionId, revision: 1 };
    try {
      const { manager } = superuser;
      await expect(revisions.find(manager, { ...place, tenantId: acme })).resolves.not.toBeNull();
      await expect(revisions.find(manager, { ...place, tenantId: newId() })).resolves.toBeNull();
    } finally {
      await superuser.destroy();
    }
  });

  it.each<Mode>(['off', 'enabled', 'enforced'])(
    'gives the values that the login began with, and the mode of now: %s',
    async (mode) => {
      await follow(tenantWith(aConnection({ userinfoMethod: 'POST', emailClaim: 'mail' })));
      await follow(tenantWith(aConnection({ revision: 2, sealedClientSecret: 'second', mode, name: 'New' })));
      const then = { userinfoMethod: 'POST', emailClaim: 'mail', sealedClientSecret: 'first', revision: 1 };
      await expect(find(1)).resolves.toEqual(
        aConnection({ ...then, mode, name: 'New' } as ConnectionSettings),
      );
    },
  );

  it('gives the live values, without another look, where they are the ones', async () => {
    await follow(tenantWith(aConnection()));
    await follow(tenantWith(aConnection({ mode: 'enforced' })));
    await expect(find(1)).resolves.toEqual(aConnection({ mode: 'enforced' }));
    await expect(stored()).resolves.toEqual([]);
  });

  it('keeps nothing of what older settings, or a removal, would replace', async () => {
    const older = tenantWith(aConnection());
    await follow(tenantWith(aConnection({ revision: 2 })));
    await follow(older);
    await follow(tenantWith());
    await expect(stored()).resolves.toEqual([]);
  });

  it('keeps each revision once, however many replicas hear of it at once', async () => {
    await follow(tenantWith(aConnection()));
    const next = tenantWith(aConnection({ revision: 2 }));
    await Promise.all([0, 1, 0, 1].map(async (replica) => await follow(next, replica)));
    await follow(tenantWith(aConnection({ revision: 3 })));
    await expect(stored()).resolves.toEqual([1, 2]);
  });

  it('forgets what was replaced more than an hour ago, and only that', async () => {
    await follow(tenantWith(aConnection()));
    await follow(tenantWith(aConnection({ revision: 2 })));
    await query(`UPDATE connection_revision SET replaced_at = now() - interval '61 minutes'`);
    await follow(tenantWith(aConnection({ revision: 3 })));
    await new PruneRevisions(at(), revisions).run();
    await expect(stored()).resolves.toEqual([2]);
  });
});
