import { setTimeout as sleep } from 'node:timers/promises';
import {
  DEFAULT_SECOND_FACTOR,
  DEFAULT_SESSION_LIFETIMES,
  type Connection,
  GetSettings,
  ListChangedSettings,
  type Tenant,
  type TenantSettings,
} from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { type ServiceUnderTest, startServiceUnderTest, thePlatform } from '../sso-config-house.fixture.js';
import { SettingsChanges } from './settings-changes.store.js';
import { SettingsResponder } from './settings.responder.js';

interface Changed {
  tenants: TenantSettings[];
  cursor: string;
  more: boolean;
}

describe(SettingsResponder.name, () => {
  let service: ServiceUnderTest;

  const platform = thePlatform();
  const addTenant = async (slug: string): Promise<Tenant> =>
    (await service.request<Tenant>('POST', '/v1/tenants', { as: platform, body: { slug, name: slug } })).body;
  const changedSince = async (cursor?: string): Promise<Changed> =>
    await service.ask(ListChangedSettings, { cursor });
  /** Follows the changes to their end, as the broker does. */
  const follow = async (from?: string): Promise<Changed & { pages: number }> => {
    let page = await changedSince(from);
    const tenants = [...page.tenants];
    let pages = 1;
    for (; page.more; pages++) {
      page = await changedSince(page.cursor);
      tenants.push(...page.tenants);
    }
    return { ...page, tenants, pages };
  };
  const idsOf = ({ tenants }: Changed): string[] => tenants.map(({ tenantId }) => tenantId);
  const addConnection = async ({ id }: Tenant): Promise<Connection> => {
    const path = `/v1/tenants/${id}/connections`;
    const { body: draft } = await service.request<Connection>('POST', path, {
      as: platform,
      body: { provider: 'keycloak' },
    });
    const body = {
      clientId: 'portico',
      clientSecret: 's',
      discoveryUrl: 'https://id.example.com/realms/acme',
    };
    const headers = { 'if-match': '"0"' };
    return (
      await service.request<Connection>('PATCH', `${path}/${draft.id}`, { as: platform, body, headers })
    ).body;
  };
  /** Transactions of other tests on the same server hold the horizon back for a while, and repeat tenants. */
  const untilQuiet = async (from: string): Promise<void> => {
    const deadline = Date.now() + 10_000;
    for (let page = await follow(from); page.tenants.length > 0; page = await follow(page.cursor)) {
      if (Date.now() > deadline) throw new Error(`still repeats ${idsOf(page).join(', ')}`);
      await sleep(50);
    }
  };
  /** Changes a tenant by the product's own code and keeps the transaction open until told to commit. */
  const changeSlowly = async (tenantId: string): Promise<() => Promise<void>> => {
    let commit = (): void => undefined;
    const told = new Promise<void>((resolve) => (commit = resolve));
    let written = (): void => undefined;
    const writing = new Promise<void>((resolve) => (written = resolve));
    const done = service.app.get(Database).inTenant(tenantId, async (tx) => {
      await service.app.get(SettingsChanges).record(tx, tenantId, { changed: ['tenant'] });
      written();
      await told;
    });
    await writing;
    return async () => {
      commit();
      await done;
    };
  };

  beforeAll(async () => {
    service = await startServiceUnderTest();
  });
  afterAll(async () => await service.stop());

  it('answers null for a tenant that does not exist', async () => {
    const tenantId = '0199d5a0-0000-7000-8000-00000000ffff';
    await expect(service.ask(GetSettings, { tenantId })).resolves.toEqual({ settings: null });
  });

  it('leaves drafts out of the settings', async () => {
    const tenant = await addTenant('drafty');
    const path = `/v1/tenants/${tenant.id}/connections`;
    await service.request('POST', path, { as: platform, body: { provider: 'okta' } });
    const { settings } = await service.ask(GetSettings, { tenantId: tenant.id });
    expect(settings).toMatchObject({ version: 2, connections: [] });
  });

  it('gives the settings with sealed secrets, which open for the broker only', async () => {
    const tenant = await addTenant('acme');
    const connection = await addConnection(tenant);
    const { settings } = await service.ask(GetSettings, { tenantId: tenant.id });
    expect(settings).toEqual({
      tenantId: tenant.id,
      slug: 'acme',
      name: 'acme',
      status: 'active',
      version: 3,
      connections: [
        {
          id: connection.id,
          provider: 'keycloak',
          name: 'Keycloak',
          mode: 'off',
          revision: 1,
          issuer: 'https://id.example.com/realms/acme',
          clientId: 'portico',
          sealedClientSecret: expect.stringMatching(/^eyJ/),
          userinfoMethod: 'GET',
          scopes: ['openid', 'email', 'profile'],
          tokenAuth: 'auto',
          emailClaim: 'email',
          callback: 'own',
          issuesOwnAddressesOnly: false,
          honoursSessionExpiry: false,
          recheckMinutes: null,
        },
      ],
      exemptions: [],
      domains: [],
      matching: { policy: 'match_only', mailboxProof: false },
      sessions: DEFAULT_SESSION_LIFETIMES,
      secondFactor: DEFAULT_SECOND_FACTOR,
    });
  });

  it('misses no change that commits after a later one was read', async () => {
    const [slow, quick] = [await addTenant('slow'), await addTenant('quick')];
    const start = await follow();
    const commit = await changeSlowly(slow.id);
    await service.request('PATCH', `/v1/tenants/${quick.id}`, { as: platform, body: { name: 'Quick' } });
    const first = await follow(start.cursor);
    expect(idsOf(first)).toContain(quick.id);
    expect(first.tenants).not.toContainEqual(expect.objectContaining({ tenantId: slow.id, version: 2 }));
    await commit();
    const second = await follow(first.cursor);
    expect(second.tenants).toContainEqual(expect.objectContaining({ tenantId: slow.id, version: 2 }));
    await untilQuiet(second.cursor);
  });

  it('misses nothing while eight writers commit in any order', async () => {
    const tenants = await Promise.all([...Array(8).keys()].map((n) => addTenant(`writer-${n}`)));
    const versions = new Map<string, number>();
    let { cursor } = await changedSince();
    const poll = async (): Promise<void> => {
      const page = await follow(cursor);
      for (const { tenantId, version } of page.tenants)
        versions.set(tenantId, Math.max(version, versions.get(tenantId) ?? 0));
      cursor = page.cursor;
    };
    const writing = { done: false };
    const writers = tenants.map(async ({ id }) => {
      for (let round = 0; round < 15; round++) {
        const commit = await changeSlowly(id);
        await sleep(Math.random() * 12);
        await commit();
      }
    });
    const polling = (async () => {
      while (!writing.done) await poll();
    })();
    await Promise.all(writers);
    writing.done = true;
    await polling;
    await poll();
    expect(tenants.map(({ id }) => versions.get(id))).toEqual(tenants.map(() => 16));
  });

  it('gives every tenant for a cursor of another database, which may be ahead of this one', async () => {
    const { tenants, cursor } = await follow('999999999999');
    const { rows } = await service.rows.query('SELECT 1 FROM tenant');
    expect(tenants).toHaveLength(rows.length);
    await untilQuiet(cursor);
  });

  describe('with more tenants than one page holds', () => {
    beforeAll(async () => {
      await service.rows.query(`DO $$ DECLARE id uuid; BEGIN
        FOR n IN 1..620 LOOP
          id := uuidv7();
          PERFORM set_config('portico.tenant', id::text, true);
          INSERT INTO tenant (tenant_id, slug, name, settings_version) VALUES (id, 'bulk-' || n, 'Bulk', 1);
        END LOOP;
      END $$`);
    });

    it('gives all of them, page by page', async () => {
      const all = await follow();
      const { rows } = await service.rows.query<{ count: string }>('SELECT count(*) FROM tenant');
      expect(new Set(idsOf(all)).size).toBe(Number(rows[0]?.count));
      expect(all.pages).toBe(2);
      expect(all.cursor).toMatch(/^\d+$/);
    });

    it('misses no tenant of the first page that changes while the second is read', async () => {
      const first = await changedSince();
      const tenantId = first.tenants[0]?.tenantId ?? '';
      await service.request('PATCH', `/v1/tenants/${tenantId}`, { as: platform, body: { name: 'Changed' } });
      const rest = await follow(first.cursor);
      const { tenants } = await follow(rest.cursor);
      expect(tenants).toContainEqual(expect.objectContaining({ tenantId, name: 'Changed' }));
    });
  });
});
