import type { TenantSettings } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { choosePage, chooseReading, readCursor, writeCursor } from './changed-since.rules.js';
import { SettingsStore } from './settings.store.js';

const TENANTS_PER_PAGE = 500;
/** A NATS server takes messages of 1 MB unless it is told otherwise. */
const BYTES_PER_PAGE = 700_000;

interface ChangedSettings {
  tenants: TenantSettings[];
  cursor: string;
  more: boolean;
}

/**
 * Lists the settings of all tenants that changed since a cursor; the broker keeps them all, hence the read across.
 *
 * Each change stores the number of its transaction, and the cursor is the oldest transaction that was still open
 * when this one looked. A plain counter would skip rows: numbers are given out when a change is written, but seen in
 * the order of commits. A reader that saw 7 would go on from 8 and never see 6, which committed a moment later.
 * Here 6 was open, so the reader goes on from 6: it sees 7 again, and misses nothing.
 */
@Injectable()
export class ListChangedSettings {
  constructor(
    private readonly database: Database,
    private readonly settings: SettingsStore,
  ) {}

  async run({ cursor }: { cursor?: string }): Promise<ChangedSettings> {
    return await this.database.acrossTenants(async (tx) => {
      // Before the rows are read: what commits in between is then read twice rather than never.
      const horizon = await this.settings.horizon(tx);
      const reading = chooseReading(cursor === undefined ? undefined : readCursor(cursor), horizon);
      const found = await this.settings.listChanged(tx, { ...reading, limit: TENANTS_PER_PAGE + 1 });
      const tenants = choosePage(found, TENANTS_PER_PAGE, BYTES_PER_PAGE);
      const more = tenants.length < found.length;
      const after = more ? tenants.at(-1)?.tenantId : undefined;
      return { tenants, cursor: writeCursor({ horizon: reading.horizon, after }), more };
    });
  }
}
