import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { FindSettings } from './find-settings.js';
import { HandleStore } from './handle.store.js';
import type { Handle } from './handles.rules.js';
import type { KnownSettings } from './settings.store.js';

/**
 * The one tenant that has any of these handles. Null where there is none, and where there are two: while a domain
 * moves from one tenant to another, nobody is sent to either.
 */
@Injectable()
export class FindTenantByHandle {
  constructor(
    private readonly database: Database,
    private readonly handles: HandleStore,
    private readonly findSettings: FindSettings,
  ) {}

  async run(handles: Handle[]): Promise<KnownSettings | null> {
    const [tenantId, ...others] = await this.database.acrossTenants(
      async (tx) => await this.handles.find(tx, handles),
    );
    return tenantId && others.length === 0 ? await this.findSettings.run(tenantId) : null;
  }
}
