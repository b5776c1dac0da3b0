import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { ApplicationEntity } from './application.entity.js';
import { ApplicationStore } from './application.store.js';

/** A change of an application is in force within this time. */
const REMEMBERED_MS = 2000;
const REMEMBERED_AT_MOST = 1000;

/**
 * The application with this id; null where there is none. Every request of a login asks for its application, so what
 * was found is remembered for two seconds; what was not is looked for again.
 */
@Injectable()
export class FindApplication {
  private readonly remembered = new Map<string, { application: ApplicationEntity; until: number }>();

  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
  ) {}

  async run(id: string): Promise<ApplicationEntity | null> {
    const known = this.remembered.get(id);
    if (known && performance.now() < known.until) return known.application;
    const application = await this.database.atOnce(async (tx) => await this.applications.find(tx, id));
    if (this.remembered.size >= REMEMBERED_AT_MOST) this.remembered.clear();
    if (application) this.remembered.set(id, { application, until: performance.now() + REMEMBERED_MS });
    else this.remembered.delete(id);
    return application;
  }
}
