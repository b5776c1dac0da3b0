import { randomUUID } from 'node:crypto';
import type { Connection, Domain, ImportResult, SsoSettings, Tenant, TenantPage } from '@portico/contracts';
import { addresses, type Company } from './env.ts';
import type { Portico } from './portico.ts';
import { readUsers } from './some-users.ts';

/** A step that has been done, in words for whoever watches. */
export type Say = (step: string, what: string) => void;

/** Sets a tenant up to an enforced connection. Run again, it goes on where it ended, and changes nothing that is there. */
export class SetUpTenant {
  private readonly portico: Portico;
  private readonly company: Company;
  private readonly say: Say;

  constructor(portico: Portico, company: Company, say: Say) {
    this.portico = portico;
    this.company = company;
    this.say = say;
  }

  async run(): Promise<Connection> {
    const tenant = await this.tenant();
    const url = `${addresses.ssoConfig}/v1/tenants/${tenant.id}`;
    if (this.company.domain !== undefined) await this.domain(url, this.company.domain);
    const draft = await this.draft(url);
    const connectionUrl = `${url}/connections/${draft.id}`;
    await this.values(connectionUrl, draft);
    if (draft.mode === 'off') await this.mode(connectionUrl, 'enabled');
    await this.users(tenant);
    return await this.mode(connectionUrl, 'enforced');
  }

  private async tenant(): Promise<Tenant> {
    const { slug, name } = this.company;
    const url = `${addresses.ssoConfig}/v1/tenants`;
    const { tenants } = await this.portico.call<TenantPage>(`${url}?slug=${slug}`);
    const tenant =
      tenants[0] ??
      (await this.portico.call<Tenant>(url, {
        method: 'POST',
        json: { slug, name },
        headers: this.key('tenant'),
      }));
    this.say('tenant', `${tenants[0] ? 'is there' : 'made'}: ${tenant.slug} ${tenant.id}`);
    return tenant;
  }

  private async domain(url: string, wanted: string): Promise<void> {
    const domain = await this.portico.call<Domain>(`${url}/domains`, {
      method: 'POST',
      json: { domain: wanted },
    });
    const { challenge } = domain;
    this.say('domain', challenge ? `publish TXT ${challenge.name} "${challenge.value}"` : 'is proved');
  }

  private async draft(url: string): Promise<Connection> {
    const { provider } = this.company;
    const { connections } = await this.portico.call<SsoSettings>(`${url}/sso`);
    const found = connections.find((connection) => connection.provider === provider);
    const draft =
      found ??
      (await this.portico.call<Connection>(`${url}/connections`, {
        method: 'POST',
        json: { provider },
        headers: this.key('connection'),
      }));
    this.say('connection', `${found ? 'is there' : 'drafted'}; redirect URI ${draft.redirectUri}`);
    return draft;
  }

  private async values(url: string, draft: Connection): Promise<void> {
    const { clientId, clientSecret, discoveryUrl } = this.company;
    if (draft.revision > 0) return this.say('values', `are there, revision ${draft.revision}`);
    const { issuer } = await this.portico.call<Connection>(url, {
      method: 'PATCH',
      json: { clientId, clientSecret, discoveryUrl },
      headers: { 'if-match': `"${draft.revision}"` },
    });
    this.say('values', `saved; issuer ${issuer ?? '-'}`);
  }

  private async mode(url: string, mode: Connection['mode']): Promise<Connection> {
    const connection = await this.portico.call<Connection>(`${url}/mode`, { method: 'PUT', json: { mode } });
    this.say('mode', connection.mode);
    return connection;
  }

  private async users({ id }: Tenant): Promise<void> {
    const answer = await this.portico.send(
      `${addresses.identity}/v1/tenants/${id}/user-imports?importId=${randomUUID()}`,
      {
        method: 'POST',
        text: readUsers(this.company),
        headers: { 'content-type': 'application/x-ndjson' },
      },
    );
    const lines = (await answer.text()).split('\n').filter(Boolean);
    const results = lines.map((line) => JSON.parse(line) as ImportResult);
    const count = (outcome: ImportResult['outcome']): number =>
      results.filter((result) => result.outcome === outcome).length;
    const outcomes = (['created', 'updated', 'unchanged', 'refused'] as const).filter(
      (name) => count(name) > 0,
    );
    this.say('users', outcomes.map((name) => `${count(name)} ${name}`).join(', '));
    for (const { line, outcome, code, message } of results)
      if (outcome === 'refused') this.say('user', `line ${line} ${code ?? ''}: ${message ?? ''}`);
  }

  /** The same on every run, so that a run that was cut off makes nothing twice. */
  private key(step: string): Record<string, string> {
    return { 'idempotency-key': `set-up-tenant:${this.company.slug}:${step}` };
  }
}
