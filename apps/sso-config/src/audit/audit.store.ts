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
