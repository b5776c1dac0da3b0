import type { ApplicationUpdated, Principal, UpdateApplication as Changes } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { applyChanges, toApplication, toRow } from './application.rules.js';
import { ApplicationStore } from './application.store.js';
import { CheckApplication } from './check-application.js';
import { makeSecret, usesSecret } from './secrets.rules.js';

/** Changes an application; one that goes over from a key to a secret gets its first in the answer. */
@Injectable()
export class UpdateApplication {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
    private readonly checkApplication: CheckApplication,
  ) {}

  async run(id: string, changes: Changes, bearer: Principal): Promise<ApplicationUpdated> {
    return await this.database.transaction(async (tx) => {
      const stored = await this.applications.lock(tx, id);
      const wanted = applyChanges(stored, changes);
      await this.checkApplication.run(tx, wanted, { bearer, stored });
      const needsFirst = usesSecret(wanted) && stored.secrets.length === 0;
      const made = needsFirst ? makeSecret(newId(), await this.applications.now(tx)) : undefined;
      const secrets = usesSecret(wanted) ? stored.secrets : [];
      await this.applications.save(tx, toRow(wanted, made ? [made.kept] : secrets));
      const application = toApplication(await this.applications.get(tx, id));
      return { ...application, clientSecret: made?.clientSecret ?? null };
    });
  }
}
