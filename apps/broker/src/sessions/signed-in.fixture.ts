import type { TenantSettings } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { type BrokerHouse, CODE_VERIFIER, REDIRECT_URI } from '../broker-house.fixture.js';
import type { PageBrowser } from '../page-browser.fixture.js';
import type { Person } from '../people.fixture.js';

const password = 'mockingbird-1960';

/** Somebody whom a browser has signed in, with the code for its application. */
export interface SignedIn {
  tenant: TenantSettings;
  person: Person;
  browser: PageBrowser;
  code: string;
}

/** A row of the session table. */
export interface SessionRow {
  uid: string;
  tenant_id: string;
  login_id: string;
  ended_at: Date | null;
  last_used_at: Date;
}

/** Where the broker sends the browser; null where it answers itself. */
const sentOn = async (browser: PageBrowser, path: string): Promise<URL | null> => {
  const { headers } = await browser.get(path);
  const location = headers.get('location');
  return location === null ? null : new URL(location, 'http://localhost');
};

/** Signs somebody new in with a password: in a tenant and a browser of their own, where none are given. */
export const signIn = async (
  house: BrokerHouse,
  given: { tenant?: TenantSettings; browser?: PageBrowser } = {},
): Promise<SignedIn> => {
  const tenant = given.tenant ?? (await house.addTenant());
  const email = `scout-${newId()}@example.com`;
  const person = house.people.add(tenant.tenantId, email, password);
  const { browser, path } = await house.openLogin(given.browser);
  const { headers } = await browser.post(`${path}/password`, { email, password });
  const onward = new URL(headers.get('refresh')?.split('url=')[1] ?? '');
  const back = await sentOn(browser, `${onward.pathname}${onward.search}`);
  return { tenant, person, browser, code: back?.searchParams.get('code') ?? '' };
};

export const redeem = async (browser: PageBrowser, code: string): Promise<Record<string, string>> => {
  const { html } = await browser.post('/oauth2/token', {
    grant_type: 'authorization_code',
    client_id: 'phone',
    redirect_uri: REDIRECT_URI,
    code_verifier: CODE_VERIFIER,
    code,
  });
  return JSON.parse(html) as Record<string, string>;
};

export const userinfo = async (browser: PageBrowser, token = ''): Promise<number> =>
  (await browser.post('/oauth2/userInfo', { access_token: token })).status;

/** The sessions of a tenant, oldest first. */
export const sessionsOf = async (house: BrokerHouse, { tenantId }: TenantSettings): Promise<SessionRow[]> =>
  await changeSessions(house, tenantId, 'SELECT * FROM session WHERE tenant_id = $1 ORDER BY started_at');

/** Runs SQL on the rows of a tenant, whose id is `$1`. */
export const changeSessions = async (
  house: BrokerHouse,
  tenantId: string,
  sql: string,
  values: unknown[] = [],
): Promise<SessionRow[]> =>
  await house.app
    .get(Database)
    .inTenant(tenantId, async (tx) => await tx.query<SessionRow[]>(sql, [tenantId, ...values]));

/** Sessions without a browser, each with its login, its cookie and an access token. */
export const makeSessions = async (
  house: BrokerHouse,
  tenantId: string,
  {
    count = 1,
    connectionId = null,
    userId = newId(),
  }: { count?: number; connectionId?: string | null; userId?: string | null } = {},
): Promise<void> => {
  await changeSessions(
    house,
    tenantId,
    `WITH made AS (
       INSERT INTO login (tenant_id, id, reference, application_id, method, connection_id, status, user_id)
       SELECT $1, uuidv7(), 'MADE-' || uuidv7(), 'phone', CASE WHEN $3::uuid IS NULL THEN 'password' ELSE 'sso' END,
              $3, 'completed', coalesce($4, uuidv7()) FROM generate_series(1, $2) RETURNING *),
     begun AS (
       INSERT INTO session (tenant_id, uid, user_id, login_id, method, connection_id, account, expires_at)
       SELECT tenant_id, 'uid-' || id, user_id, id, method, connection_id,
              jsonb_build_object('tenantId', tenant_id, 'userId', user_id, 'status', 'active', 'roles', '[]'::jsonb,
                'email', 'made@example.com', 'externalId', NULL, 'name', 'Made'), now() FROM made RETURNING uid)
     INSERT INTO provider_artifact (kind, id, payload, uid, expires_at)
     SELECT kind, kind || uid, jsonb_build_object('uid', uid, 'authorizations', '{"phone": {}}'::jsonb), uid,
            now() + interval '1 hour' FROM begun, unnest(ARRAY['Session', 'AccessToken']) AS kind`,
    [count, connectionId, userId],
  );
};
