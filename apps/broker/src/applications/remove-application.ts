import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ApplicationStore } from './application.store.js';
import { IssuedStore } from './issued.store.js';

/** Removes an application with its codes and tokens; the sessions of people go on, in other applications. */
@Injectable()
export class RemoveApplication {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
    private readonly issued: IssuedStore,
  ) {}

  async run(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.applications.remove(tx, id);
      await this.issued.removeOf(tx, id);
    });
  }
}
