import type { Rehearsal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type RehearsalPlace, toRehearsal } from './rehearsal.rules.js';
import { RehearsalStore } from './rehearsal.store.js';

/** Reads a rehearsal of a connection. Refuses `not_found`. */
@Injectable()
export class ReadRehearsal {
  constructor(
    private readonly database: Database,
    private readonly rehearsals: RehearsalStore,
  ) {}

  async run(place: RehearsalPlace): Promise<Rehearsal> {
    return await this.database.inTenant(place.tenantId, async (tx) =>
      toRehearsal(await this.rehearsals.get(tx, place)),
    );
  }
}
