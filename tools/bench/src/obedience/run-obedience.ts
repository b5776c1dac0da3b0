import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, Tenant } from '@portico/contracts';
import { type Api, type HouseDescription, openApi } from '@portico/launcher';
import pg from 'pg';
import type { Listener } from './listener.ts';
import { APPLICATION, type Company, makeSessions } from './make-sessions.ts';

/** So many sessions are to have ended, with their applications told, within a minute. */
export const SESSIONS = 10_000;
const PATIENCE_MS = 180_000;

/** Seconds from the change until each session's end was published, and until its application had the logout token. */
export interface Obedience {
  name: string;
  endedSeconds: number[];
  toldSeconds: number[];
}

/** A house with two brokers, and whoever listens. */
export interface Obedient {
  description: HouseDescription;
  listener: Listener;
}

interface Databases {
  identity: pg.Client;
  broker: pg.Client;
  ssoConfig: pg.Client;
}

const LOSE = `
  CREATE OR REPLACE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.sent_at := now(); RETURN NEW; END';
  CREATE TRIGGER lose BEFORE INSERT ON outbox_event FOR EACH ROW EXECUTE FUNCTION lose()`;

/** Switches off the connection of 10,000 sessions: with the event, and with the event lost. */
export const runObedience = async ({ description, listener }: Obedient): Promise<Obedience[]> => {
  const api = await openApi(description.addresses.broker, description.keys.seedSecret, [
    'tenants:write',
    'sso:read',
    'sso:write',
    'applications:write',
  ]);
  await api.send('POST', `${description.addresses.broker}/v1/applications`, {
    id: APPLICATION,
    kind: 'confidential',
    name: 'Obedience',
    redirectUris: ['http://localhost:9/callback'],
    backchannelLogoutUri: `${listener.origin}/logout`,
  });
  const databases = await openDatabases(description);
  const parts = { api, databases, description, listener };
  try {
    const heard = await measure('with the event', parts);
    await databases.ssoConfig.query(LOSE);
    return [heard, await measure('with the event lost', parts)];
  } finally {
    await Promise.all(Object.values(databases).map((client: pg.Client) => client.end()));
  }
};

const openDatabases = async ({ postgresUrl, databases }: HouseDescription): Promise<Databases> => {
  const open = async (runtime: string): Promise<pg.Client> => {
    const url = new URL(postgresUrl);
    url.pathname = new URL(runtime).pathname;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    return client;
  };
  return {
    identity: await open(databases.identity.runtime),
    broker: await open(databases.broker.runtime),
    ssoConfig: await open(databases.sso_config.runtime),
  };
};

interface Parts extends Obedient {
  api: Api;
  databases: Databases;
}

const measure = async (name: string, parts: Parts): Promise<Obedience> => {
  const { api, databases, description, listener } = parts;
  const company = await addCompany(parts, `obedience-${name.replaceAll(' ', '-')}`);
  await makeSessions(databases, company, SESSIONS);
  listener.arrivals.clear();
  const { ssoConfig } = description.addresses;
  const changedAt = Date.now();
  await api.send(
    'PUT',
    `${ssoConfig}/v1/tenants/${company.tenantId}/connections/${company.connectionId}/mode`,
    {
      mode: 'off',
    },
  );
  const toSeconds = (moment: number): number => (moment - changedAt) / 1000;
  const endings = await waitFor(parts, company, changedAt);
  return {
    name,
    endedSeconds: endings.map(toSeconds),
    toldSeconds: [...listener.arrivals.values()].map(toSeconds),
  };
};

/** A company with a connection that is on, as the brokers know it. */
const addCompany = async ({ api, databases, description }: Parts, slug: string): Promise<Company> => {
  const { ssoConfig, simulator } = description.addresses;
  const { id: tenantId } = await api.send<Tenant>('POST', `${ssoConfig}/v1/tenants`, { slug, name: slug });
  const url = `${ssoConfig}/v1/tenants/${tenantId}/connections`;
  const { id: connectionId } = await api.send<Connection>('POST', url, { provider: 'keycloak' });
  const values = {
    clientId: slug,
    clientSecret: `${slug}-secret`,
    discoveryUrl: `${simulator}/keycloak/realms/acme`,
  };
  await api.send('PATCH', `${url}/${connectionId}`, values, { 'if-match': '"0"' });
  await api.send('PUT', `${url}/${connectionId}/mode`, { mode: 'enabled' });
  for (let known = false; !known; await sleep(250)) {
    const { rowCount } = await databases.broker.query(
      'SELECT FROM tenant_settings WHERE tenant_id = $1 AND offers_sso',
      [tenantId],
    );
    known = rowCount === 1;
  }
  return { tenantId, connectionId };
};

/** The moments at which the ends were published, once all of them were, and all applications told. */
const waitFor = async (
  { databases, listener }: Parts,
  { tenantId }: Company,
  changedAt: number,
): Promise<number[]> => {
  for (;;) {
    const { rows } = await databases.broker.query<{ sent_at: Date }>(
      `SELECT sent_at FROM outbox_event WHERE tenant_id = $1 AND type = 'session.ended' AND sent_at IS NOT NULL`,
      [tenantId],
    );
    const isAll = rows.length === SESSIONS && listener.arrivals.size === SESSIONS;
    if (isAll || Date.now() - changedAt > PATIENCE_MS)
      return rows.map(({ sent_at: sentAt }) => sentAt.getTime());
    await sleep(500);
  }
};
