import { Database, RepeatsEvery } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { RehearsalStore } from './rehearsal.store.js';

/** Forgets rehearsals that are a day old. */
@Injectable()
@RepeatsEvery(3600)
export class SweepRehearsals {
  constructor(
    private readonly database: Database,
    private readonly rehearsals: RehearsalStore,
  ) {}

  /** Says how many are gone. */
  async run(): Promise<number> {
    // Whoever rehearsed once may never come back: the old ones of all tenants are looked for together.
    const old = await this.database.acrossTenants((tx) => this.rehearsals.listOld(tx));
    for (const { tenantId, id } of old)
      await this.database.inTenant(tenantId, (tx) => this.rehearsals.remove(tx, tenantId, [id]));
    return old.length > 0 ? old.length + (await this.run()) : 0;
  }
}
