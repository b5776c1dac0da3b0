import type { UserSnapshot } from '@portico/contracts';
import { readEmail } from '@portico/policy';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { LookupStore } from './lookup.store.js';

/** Finds who has an e-mail address, deactivated users too; nobody for an unknown or unreadable one. */
@Injectable()
export class LookUpEmail {
  constructor(
    private readonly database: Database,
    private readonly lookup: LookupStore,
  ) {}

  async run(email: string): Promise<UserSnapshot[]> {
    const normal = readEmail(email)?.normal ?? '';
    // Across tenants: before the look-up nobody knows which tenant the person belongs to.
    return await this.database.atOnceAcrossTenants((tx) => this.lookup.listByEmail(tx, normal));
  }
}
