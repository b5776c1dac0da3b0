import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { ApplicationEntity } from './application.entity.js';
import { ApplicationStore } from './application.store.js';

/** The application with this id; null where there is none. */
@Injectable()
export class FindApplication {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
  ) {}

  async run(id: string): Promise<ApplicationEntity | null> {
    return await this.database.atOnce(async (tx) => await this.applications.find(tx, id));
  }
}
