import type { Coverage } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { PeopleStore } from './people.store.js';

/** Says how far a connection is in use. */
@Injectable()
export class ReadCoverage {
  constructor(
    private readonly database: Database,
    private readonly people: PeopleStore,
  ) {}

  async run({ tenantId, connectionId }: { tenantId: string; connectionId: string }): Promise<Coverage> {
    return await this.database.inTenant(tenantId, (tx) =>
      this.people.countCoverage(tx, tenantId, connectionId),
    );
  }
}
