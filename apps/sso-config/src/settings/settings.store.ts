import type { TenantSettings } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/**
 * One statement reads a tenant with everything beside it, so that the version in the document is the version of all of
 * it, whatever commits at the same time. A draft is of no use to a login and stays out, as do pending revisions,
 * pending domains and exemptions that have ended.
 */
const DOCUMENT = `
  SELECT t.tenant_id AS "tenantId", t.slug, t.name, t.status, t.settings_version AS version,
    jsonb_build_object('policy', t.match_policy, 'mailboxProof', t.mailbox_proof) AS matching,
    jsonb_build_object('absoluteSeconds', t.session_absolute_seconds, 'idleSeconds', t.session_idle_seconds) AS sessions,
    jsonb_build_object('password', t.second_factor_password, 'sso', t.second_factor_sso) AS "secondFactor",
    coalesce((
      SELECT jsonb_agg(jsonb_build_object(
        'id', c.id, 'provider', c.provider, 'name', c.name, 'mode', c.mode, 'revision', c.revision,
        'issuer', c.issuer, 'clientId', c.client_id, 'sealedClientSecret', c.sealed_client_secret,
        'userinfoMethod', c.userinfo_method, 'scopes', c.scopes, 'tokenAuth', c.token_auth,
        'emailClaim', c.email_claim, 'callback', c.callback,
        'issuesOwnAddressesOnly', c.issues_own_addresses_only,
        'honoursSessionExpiry', c.honours_session_expiry, 'recheckMinutes', c.recheck_minutes) ORDER BY c.id)
      FROM connection c
      WHERE c.tenant_id = t.tenant_id AND (c.provider = 'google'
        OR c.issuer IS NOT NULL AND c.client_id IS NOT NULL AND c.sealed_client_secret IS NOT NULL)
    ), '[]') AS connections,
    coalesce((
      SELECT jsonb_agg(jsonb_build_object('userId', e.user_id,
        'until', to_char(e.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY e.user_id)
      FROM exemption e WHERE e.tenant_id = t.tenant_id AND e.until > now()
    ), '[]') AS exemptions,
    coalesce((
      SELECT jsonb_agg(d.domain ORDER BY d.domain)
      FROM domain d WHERE d.tenant_id = t.tenant_id AND d.proved_at IS NOT NULL
    ), '[]') AS domains
  FROM tenant t`;

/** Reads what the broker projects: the settings of whole tenants. */
@Injectable()
export class SettingsStore {
  async find(tx: EntityManager, tenantId: string): Promise<TenantSettings | null> {
    const [document] = await tx.query<TenantSettings[]>(`${DOCUMENT} WHERE t.tenant_id = $1`, [tenantId]);
    return document ?? null;
  }

  /**
   * From where changes may still be missing in what this transaction reads from now on: every transaction below
   * `oldestOpen` has ended, so all that it changed is seen. `next` is a number that no transaction has had yet.
   */
  async horizon(tx: EntityManager): Promise<{ oldestOpen: bigint; next: bigint }> {
    const [row] = await tx.query<[{ oldest_open: string; next: string }]>(
      `SELECT pg_snapshot_xmin(snapshot)::text AS oldest_open, pg_snapshot_xmax(snapshot)::text AS next
         FROM pg_current_snapshot() AS snapshot`,
    );
    return { oldestOpen: BigInt(row.oldest_open), next: BigInt(row.next) };
  }

  /** Tenants that were changed by transaction `since` or a later one, and whose id is after `after`, by id. */
  async listChanged(
    tx: EntityManager,
    { since, after, limit }: { since: bigint; after?: string; limit: number },
  ): Promise<TenantSettings[]> {
    return await tx.query<TenantSettings[]>(
      `${DOCUMENT} WHERE t.changed_xid >= $1::text::xid8 AND ($2::uuid IS NULL OR t.tenant_id > $2)
        ORDER BY t.tenant_id LIMIT $3`,
      [String(since), after ?? null, limit],
    );
  }
}
