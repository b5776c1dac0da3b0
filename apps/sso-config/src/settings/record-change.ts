import type { EntityManager } from 'typeorm';
import { Injectable } from '@nestjs/common';
import { AuditStore, type Deed } from '../audit/audit.store.js';
import { type Change, SettingsChanges } from './settings-changes.store.js';

/**
 * Records a change of a tenant's settings in the transaction of the change itself: the new version, the fact, and who
 * did it.
 * @emits sso.config.changed
 */
@Injectable()
export class RecordChange {
  constructor(
    private readonly changes: SettingsChanges,
    private readonly audit: AuditStore,
  ) {}

  async run(tx: EntityManager, tenantId: string, change: Change, deed: Deed): Promise<void> {
    await this.changes.record(tx, tenantId, change);
    await this.audit.record(tx, tenantId, { connectionId: change.connectionId, ...deed });
  }
}
