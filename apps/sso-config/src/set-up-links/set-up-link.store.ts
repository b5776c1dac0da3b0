import { AppError, type Provider, type SetUpLink } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SetUpLinkRow } from './set-up-link.entity.js';

/** A link with what it is now, by the database's clock, and what it is for. */
export type SetUpLinkNow = Omit<SetUpLinkRow, 'tokenHash' | 'sessionHash' | 'revokedAt'> &
  Pick<SetUpLink, 'status'> & { provider: Provider };

/** Names one link of a tenant. */
export type SetUpLinkKey = Pick<SetUpLinkRow, 'tenantId' | 'id'>;

type NewLink = SetUpLinkKey &
  Pick<SetUpLinkRow, 'connectionId' | 'tokenHash' | 'note' | 'createdBy'> & { hours: number };

const LINKS = `
  SELECT l.tenant_id AS "tenantId", l.id, l.connection_id AS "connectionId", c.provider, l.note,
    l.created_by AS "createdBy", l.created_at AS "createdAt", l.expires_at AS "expiresAt", l.opened_at AS "openedAt",
    CASE WHEN l.revoked_at IS NOT NULL THEN 'revoked' WHEN l.expires_at <= now() THEN 'expired'
      WHEN l.opened_at IS NOT NULL THEN 'opened' ELSE 'waiting' END AS status
  FROM set_up_link l JOIN connection c ON c.tenant_id = l.tenant_id AND c.id = l.connection_id`;

/** Nobody works for a tenant that is suspended. */
const IS_GOOD = `revoked_at IS NULL AND expires_at > now() AND EXISTS (
  SELECT FROM tenant t WHERE t.tenant_id = set_up_link.tenant_id AND t.status = 'active')`;

/** Older ones have expired: a link lives for two weeks at most. */
const LISTED_AT_MOST = 100;

@Injectable()
export class SetUpLinkStore {
  async add(tx: EntityManager, { hours, ...link }: NewLink): Promise<void> {
    await tx.query(
      `INSERT INTO set_up_link (tenant_id, id, connection_id, token_hash, note, created_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(hours => $7))`,
      [link.tenantId, link.id, link.connectionId, link.tokenHash, link.note, link.createdBy, hours],
    );
  }

  async get(tx: EntityManager, { tenantId, id }: SetUpLinkKey): Promise<SetUpLinkNow> {
    const [link] = await tx.query<SetUpLinkNow[]>(`${LINKS} WHERE l.tenant_id = $1 AND l.id = $2`, [
      tenantId,
      id,
    ]);
    if (!link) throw new AppError('not_found', { detail: 'no such set-up link' });
    return link;
  }

  /** Newest first. */
  async list(tx: EntityManager, tenantId: string): Promise<SetUpLinkNow[]> {
    return await tx.query<SetUpLinkNow[]>(
      `${LINKS} WHERE l.tenant_id = $1 ORDER BY l.id DESC LIMIT ${String(LISTED_AT_MOST)}`,
      [tenantId],
    );
  }

  /** Whose link this is, over all tenants that the transaction sees; null where nobody made it. */
  async findByToken(tx: EntityManager, tokenHash: Buffer): Promise<SetUpLinkKey | null> {
    const [link] = await tx.query<SetUpLinkKey[]>(
      'SELECT tenant_id AS "tenantId", id FROM set_up_link WHERE token_hash = $1',
      [tokenHash],
    );
    return link ?? null;
  }

  /** Uses a link up and gives its session; false where it has expired, was revoked or was opened before. */
  async open(
    tx: EntityManager,
    { tenantId, id, sessionHash }: SetUpLinkKey & { sessionHash: Buffer },
  ): Promise<boolean> {
    const [, opened] = await tx.query<[unknown, number]>(
      `UPDATE set_up_link SET opened_at = now(), session_hash = $3
        WHERE tenant_id = $1 AND id = $2 AND opened_at IS NULL AND ${IS_GOOD}`,
      [tenantId, id, sessionHash],
    );
    return opened === 1;
  }

  /** The link behind a session that is still good; null for any other. */
  async findBySession(
    tx: EntityManager,
    sessionHash: Buffer,
  ): Promise<(SetUpLinkKey & Pick<SetUpLinkRow, 'connectionId'>) | null> {
    const [link] = await tx.query<(SetUpLinkKey & Pick<SetUpLinkRow, 'connectionId'>)[]>(
      `SELECT tenant_id AS "tenantId", id, connection_id AS "connectionId" FROM set_up_link
        WHERE session_hash = $1 AND ${IS_GOOD}`,
      [sessionHash],
    );
    return link ?? null;
  }

  /** Ends a link and its session; false where it was revoked or has expired before. */
  async revoke(tx: EntityManager, { tenantId, id }: SetUpLinkKey): Promise<boolean> {
    const [, revoked] = await tx.query<[unknown, number]>(
      `UPDATE set_up_link SET revoked_at = now()
        WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL AND expires_at > now()`,
      [tenantId, id],
    );
    return revoked === 1;
  }
}
