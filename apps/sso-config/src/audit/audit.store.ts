import type { AuditAction, AuditEntry } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { type EntityManager, LessThan } from 'typeorm';
import { type Actor, toWho } from './audit.rules.js';
import { AuditEntryRow } from './audit-entry.entity.js';

/** What is to be remembered. */
export interface Deed {
  actor: Actor;
  action: AuditAction;
  connectionId?: string;
  /** Names of fields, modes, domains, reasons; never a secret. */
  detail?: AuditEntry['detail'];
}

/** Which entries a page holds. */
export interface AuditFilter {
  connectionId?: string;
  /** Only entries older than this one. */
  after?: string;
  limit: number;
}

/** The log of a tenant: the runtime role may add to it and read it, and nothing else. */
@Injectable()
export class AuditStore {
  /** Remembers it in the transaction of the deed itself: it is not done without being told, nor told without being done. */
  async record(
    tx: EntityManager,
    tenantId: string,
    { actor, action, connectionId, detail = {} }: Deed,
  ): Promise<void> {
    await tx
      .createQueryBuilder()
      .insert()
      .into(AuditEntryRow)
      .values({ tenantId, ...toWho(actor, tenantId), action, connectionId: connectionId ?? null, detail })
      .updateEntity(false)
      .execute();
  }

  /** Remembers that somebody looked, unless that was remembered within the hour. Of no tenant there is nothing to see. */
  async recordRead(tx: EntityManager, tenantId: string, actor: Actor): Promise<void> {
    const { by, byPlatform } = toWho(actor, tenantId);
    // Of many readings at once the others wait here, and then see the entry of the first.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${tenantId} read by ${by}`]);
    await tx.query(
      `INSERT INTO audit_entry (tenant_id, done_by, by_platform, action)
       SELECT tenant_id, $2, $3, 'support.read' FROM tenant
        WHERE tenant_id = $1 AND NOT EXISTS (SELECT FROM audit_entry
          WHERE tenant_id = $1 AND done_by = $2 AND action = 'support.read' AND at > now() - interval '1 hour')`,
      [tenantId, by, byPlatform],
    );
  }

  /** The newest first. */
  async list(
    tx: EntityManager,
    tenantId: string,
    { connectionId, after, limit }: AuditFilter,
  ): Promise<AuditEntryRow[]> {
    return await tx.find(AuditEntryRow, {
      where: { tenantId, ...(connectionId && { connectionId }), ...(after && { id: LessThan(after) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }
}
