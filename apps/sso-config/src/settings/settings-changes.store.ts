import { SsoConfigChanged } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';

/** What changed, as `sso.config.changed` tells it. */
export type Change = Omit<z.input<typeof SsoConfigChanged.data>, 'version'>;

/** The one place that raises a tenant's settings version; every change of its settings passes here once. */
@Injectable()
export class SettingsChanges {
  constructor(private readonly outbox: Outbox) {}

  /**
   * Raises the version and leaves the fact, in the transaction of the change itself. Locks the tenant's row until
   * the transaction ends, so that two changes of one tenant follow each other.
   */
  async record(tx: EntityManager, tenantId: string, change: Change): Promise<void> {
    const [[row]] = await tx.query<[[{ settings_version: number }]]>(
      `UPDATE tenant SET settings_version = settings_version + 1, changed_xid = pg_current_xact_id()
        WHERE tenant_id = $1 RETURNING settings_version`,
      [tenantId],
    );
    await this.outbox.add(
      tx,
      fact(SsoConfigChanged, {
        tenantId,
        subject: tenantId,
        data: { version: row.settings_version, ...change },
      }),
    );
  }
}
