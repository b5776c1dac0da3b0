import type pg from 'pg';

/** Whose sessions, and by which connection. */
export interface Company {
  tenantId: string;
  connectionId: string;
}

/** The application that was signed in to in each of them. */
export const APPLICATION = 'obedience';

const USERS = `
  WITH people AS (
    INSERT INTO app_user (tenant_id, email, email_normal, name, roles)
    SELECT $1, address, address, 'Scout Finch', '{member}'
      FROM (SELECT 'person-' || n || '@obedience.example' AS address FROM generate_series(1, $3) AS n) AS made
    RETURNING id)
  INSERT INTO identity_link (tenant_id, connection_id, issuer, subject, user_id)
  SELECT $1, $2, 'https://idp.example.com', id::text, id FROM people RETURNING user_id`;

/** Each with its login, the provider's own session that names the application, and a refresh token. */
const SESSIONS = `
  WITH begun AS (
    INSERT INTO login (tenant_id, id, reference, application_id, method, connection_id, provider, status, user_id)
    SELECT $1, uuidv7(), 'MADE-' || user_id, $4, 'sso', $2, 'keycloak', 'completed', user_id
      FROM unnest($3::uuid[]) AS user_id RETURNING id, user_id),
  sessions AS (
    INSERT INTO session (tenant_id, uid, user_id, login_id, method, connection_id, account, expires_at)
    SELECT $1, 'made-' || id, user_id, id, 'sso', $2,
           jsonb_build_object('tenantId', $1::text, 'userId', user_id, 'email', 'person@obedience.example',
             'name', 'Scout Finch', 'externalId', NULL, 'status', 'active', 'roles', '["member"]'::jsonb),
           now() + interval '12 hours' FROM begun RETURNING uid, user_id)
  INSERT INTO provider_artifact (kind, id, payload, uid, expires_at)
  SELECT kind, kind || '-' || uid,
         jsonb_build_object('uid', uid, 'accountId', user_id,
           'authorizations', jsonb_build_object($4::text, jsonb_build_object('sid', uid))),
         uid, now() + interval '12 hours' FROM sessions, unnest(ARRAY['Session', 'RefreshToken']) AS kind`;

/** Makes so many people at identity, each with a session at the broker: as many sign-ins would have, in a second. */
export const makeSessions = async (
  { identity, broker }: { identity: pg.Client; broker: pg.Client },
  { tenantId, connectionId }: Company,
  count: number,
): Promise<void> => {
  const { rows } = await identity.query<{ user_id: string }>(USERS, [tenantId, connectionId, count]);
  const users = rows.map(({ user_id }) => user_id);
  await broker.query(SESSIONS, [tenantId, connectionId, users, APPLICATION]);
};
