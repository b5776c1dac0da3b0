import { GetSettings, type Tenant } from '@portico/contracts';
import { migrateDatabase } from '@portico/service-kit';
import { type KeptDatabase, lostFrom, readKept, startKeptDatabase } from '@portico/testing';
import { type ServiceUnderTest, startServiceUnderTest, thePlatform } from '../sso-config-house.fixture.js';
import { migrationsFor } from './index.js';

const kept = readKept('sso-config');
const tenants = JSON.parse(kept.tables['tenant'] ?? '[]') as { tenant_id: string; slug: string }[];
const acme = { id: tenants.find(({ slug }) => slug === 'acme')?.tenant_id ?? '' } as Tenant;

describe(`data of release ${kept.from.slice(0, 7)}`, () => {
  let old: KeptDatabase;
  let lost: string[];
  let service: ServiceUnderTest;

  beforeAll(async () => {
    old = await startKeptDatabase(kept, async ({ ownerUrl, runtimeRole }, only) => {
      await migrateDatabase(
        ownerUrl,
        migrationsFor(runtimeRole).filter(({ name }) => only.includes(name)),
      );
    });
    const { database } = old;
    await migrateDatabase(database.ownerUrl, migrationsFor(database.runtimeRole));
    lost = await lostFrom(database, kept);
    service = await startServiceUnderTest(database);
  });
  afterAll(async () => {
    await service.stop();
  });

  it('has the tables that its migrations make today', () => {
    expect(old.schema).toEqual(kept.schema);
  });

  it('is all there after the upgrade', () => {
    expect(lost).toEqual([]);
  });

  it('answers the settings of before, to the broker and to the dashboard', async () => {
    const { settings } = await service.ask(GetSettings, { tenantId: acme.id });
    expect(settings).toMatchObject({
      slug: 'acme',
      connections: [
        { provider: 'keycloak', mode: 'enabled', issuer: expect.stringContaining('/keycloak/') as string },
      ],
    });
    const path = `/v1/tenants/${acme.id}/sso`;
    const page = await service.request<{ connections: unknown[] }>('GET', path, { as: thePlatform() });
    expect([page.status, page.body.connections]).toMatchObject([
      200,
      [{ provider: 'keycloak', mode: 'enabled' }],
    ]);
  });

  it('counts on from the settings version of before', async () => {
    const before = (await service.settingsOf(acme)).version;
    const body = { name: 'Acme again' };
    const { status } = await service.request('PATCH', `/v1/tenants/${acme.id}`, { as: thePlatform(), body });
    expect([status, (await service.settingsOf(acme)).version]).toEqual([200, before + 1]);
  });
});
