import type { ConnectionSettings, ConnectionTest, TenantSettings, TestStarted } from '@portico/contracts';
import { seal, toPublicKeySet } from '@portico/secrets';
import { newId } from '@portico/service-kit';
import { aConnectionTo, type HostileIdp, startHostileIdp } from '@portico/testing';
import { type Registry, startRegistry } from '../applications/registry.fixture.js';
import type { BrokerEnvironment } from '../env.js';
import type { Answer, PageBrowser } from '../page-browser.fixture.js';
import type { SsoConfigResponder } from '../sso-config.fixture.js';
import { UpstreamSettings } from '../upstream/upstream-settings.js';

/** A company with a connection to the hostile IdP, and its administrator Atticus. */
export interface Company {
  tenant: TenantSettings;
  connection: ConnectionSettings;
  adminId: string;
}

/** A whole broker, sso-config's answers, and an IdP that lies on demand. */
export class TestHouse {
  private constructor(
    readonly registry: Registry,
    readonly ssoConfig: SsoConfigResponder,
    readonly idp: HostileIdp,
  ) {}

  static async start(wishes: Partial<BrokerEnvironment> = {}): Promise<TestHouse> {
    const idp = await startHostileIdp();
    const allowed = { PORTICO_EGRESS_ALLOW: [idp.origin], PORTICO_GOOGLE_ISSUER: idp.issuer };
    const registry = await startRegistry({ ...allowed, ...wishes });
    return new TestHouse(registry, await registry.house.startSsoConfig(), idp);
  }

  async stop(): Promise<void> {
    await this.registry.house.stop();
    await this.idp.close();
  }

  /** The connection is off, unless the changes say otherwise. */
  async addCompany(
    changes: Partial<ConnectionSettings> = {},
    settings: Partial<TenantSettings> = {},
  ): Promise<Company> {
    const { house } = this.registry;
    const id = newId();
    const company = await house.addTenant(settings);
    const { tenantId } = company;
    const keys = toPublicKeySet(house.app.get(UpstreamSettings).sealingKeys);
    const place = { tenantId, connectionId: id, field: 'clientSecret' };
    const sealedClientSecret = await seal(keys, 'secret', place);
    const connection = aConnectionTo(this.idp, { id, mode: 'off', sealedClientSecret, ...changes } as never);
    this.ssoConfig.values.push({ tenantId, connection });
    const tenant = await house.change(company, { connections: [connection] });
    const { user } = house.people.add(tenantId, `atticus-${id}@acme.example`);
    Object.assign(user, { name: 'Atticus Finch', roles: ['tenant_admin'] });
    this.idp.person = { sub: 'atticus', email: user.email, email_verified: true, name: 'Atticus Finch' };
    return { tenant, connection, adminId: user.userId };
  }

  path({ tenant, connection }: Company, testId = ''): string {
    const tests = `/v1/tenants/${tenant.tenantId}/connections/${connection.id}/tests`;
    return testId ? `${tests}/${testId}` : tests;
  }

  async begin(company: Company, body: object = {}): Promise<TestStarted> {
    return await this.registry.done<TestStarted>('POST', this.path(company), body);
  }

  async read(company: Company, testId: string): Promise<ConnectionTest> {
    return await this.registry.done<ConnectionTest>('GET', this.path(company, testId));
  }

  /** The address that the provider sends the browser back to. */
  comeBack(departed: Answer): string {
    const asked = new URL(departed.headers.get('location') ?? '');
    const redirectUri = new URL(asked.searchParams.get('redirect_uri') ?? '');
    return `${redirectUri.pathname}?${this.idp.authorize(asked.href).toString()}`;
  }

  /** A test from its start to the page at its end. */
  async test(
    company: Company,
    onTheWay: (back: string) => string = (back) => back,
  ): Promise<{ started: TestStarted; browser: PageBrowser; page: Answer; result: ConnectionTest }> {
    const started = await this.begin(company);
    const browser = this.registry.house.browser();
    const departed = await browser.get(new URL(started.testUrl).pathname);
    const returned = await browser.get(onTheWay(this.comeBack(departed)));
    const page = await browser.get(returned.headers.get('location') ?? '/missing');
    return { started, browser, page, result: await this.read(company, started.testId) };
  }
}
