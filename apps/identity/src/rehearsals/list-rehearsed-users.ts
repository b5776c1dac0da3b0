import type { RehearsedOutcome, RehearsedUserPage } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { RehearsalPlace } from './rehearsal.rules.js';
import { RehearsalStore } from './rehearsal.store.js';

/** Which page of a rehearsal's users is wanted. */
export interface PageOfRehearsed {
  outcome?: RehearsedOutcome;
  after?: string;
  limit: number;
}

/** Lists what would become of whom, a page at a time. Refuses `not_found`. */
@Injectable()
export class ListRehearsedUsers {
  constructor(
    private readonly database: Database,
    private readonly rehearsals: RehearsalStore,
  ) {}

  async run(place: RehearsalPlace, page: PageOfRehearsed): Promise<RehearsedUserPage> {
    return await this.database.inTenant(place.tenantId, async (tx) => {
      const rehearsal = await this.rehearsals.get(tx, place);
      const found = await this.rehearsals.listUsers(tx, rehearsal, { ...page, limit: page.limit + 1 });
      const users = found.slice(0, page.limit);
      return { users, nextCursor: found.length > page.limit ? (users.at(-1)?.userId ?? null) : null };
    });
  }
}
