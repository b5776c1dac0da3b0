import type { Application } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { toApplication } from './application.rules.js';
import { ApplicationStore } from './application.store.js';

/** Lists every application, or gives the one with the id. */
@Injectable()
export class ReadApplications {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
  ) {}

  async run(id?: string): Promise<Application[]> {
    return await this.database.transaction(async (tx) => {
      const found =
        id === undefined ? await this.applications.list(tx) : [await this.applications.get(tx, id)];
      return found.map(toApplication);
    });
  }
}
