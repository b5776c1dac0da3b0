import { GetSettings, ListChangedSettings, type Connection } from '@portico/contracts';
import { type ServiceUnderTest, startServiceUnderTest, theImporter } from '../sso-config-house.fixture.js';
import { SettingsStore } from './settings.store.js';

/** What a NATS server takes unless it is told otherwise. */
const MESSAGE_BYTES = 1024 * 1024;

describe(SettingsStore.name, () => {
  let service: ServiceUnderTest;

  beforeAll(async () => {
    service = await startServiceUnderTest();
  });
  afterAll(async () => await service.stop());

  it('gives a tenant at every limit, with the longest values, in one message', async () => {
    const tenant = await service.addTenant('largest');
    const as = theImporter();
    const path = `/v1/tenants/${tenant.id}/connections`;
    const issuer = `https://id.example.com/${'i'.repeat(2020)}`;
    const { body: draft } = await service.request<Connection>('POST', path, {
      as,
      body: { provider: 'keycloak' },
    });
    const values = {
      name: '\u20ac'.repeat(80),
      clientId: '"'.repeat(510).replace(/^.|.$/g, 'c'),
      clientSecret: 's'.repeat(2048),
      discoveryUrl: issuer,
      scopes: ['openid', ...[...Array(19).keys()].map((n) => String(n).padStart(64, 's'))],
      emailClaim: 'e'.repeat(100),
      callback: 'shared',
    };
    const saved = await service.request<Connection>('PATCH', `${path}/${draft.id}`, {
      as,
      body: values,
      headers: { 'if-match': '"0"' },
    });
    expect(saved.body).toMatchObject({ issuer, revision: 1 });
    await service.rows.query(`SELECT set_config('portico.tenant', $1, false)`, [tenant.id]);
    await service.rows.query(
      `INSERT INTO connection (tenant_id, provider, name, mode, revision, issuer, client_id, sealed_client_secret,
          scopes, email_claim, callback)
        SELECT tenant_id, provider, name, 'enforced', 999999999, issuer, client_id, sealed_client_secret,
          scopes, email_claim, callback FROM connection, generate_series(1, 49)`,
    );
    await service.rows.query(
      `INSERT INTO exemption (tenant_id, user_id, until, reason, granted_by)
        SELECT $1, uuidv7(), now() + interval '1 day', 'Contractor', 'machine:test' FROM generate_series(1, 1000)`,
      [tenant.id],
    );
    await service.rows.query(
      `INSERT INTO domain (tenant_id, domain, challenge, challenge_expires_at, claimed_by, proved_at)
        SELECT $1, lpad(n::text, 234, 'd'), '', now(), 'machine:test', now() FROM generate_series(1, 100) AS n`,
      [tenant.id],
    );
    const settings = await service.settingsOf(tenant);

    expect(settings.connections).toHaveLength(50);
    expect(settings.exemptions).toHaveLength(1000);
    expect(settings.domains).toHaveLength(100);
    expect(Buffer.byteLength(JSON.stringify({ ok: { settings } }))).toBeLessThan(0.95 * MESSAGE_BYTES);
    await expect(service.ask(GetSettings, { tenantId: tenant.id })).resolves.toBeDefined();
    await expect(service.ask(ListChangedSettings, {})).resolves.toMatchObject({
      tenants: [{ slug: 'largest' }],
    });
  });
});
