import {
  AppError,
  type ApplicationCreated,
  type CreateApplication as Wanted,
  type Principal,
} from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { toApplication, toRow } from './application.rules.js';
import { ApplicationStore } from './application.store.js';
import { CheckApplication } from './check-application.js';
import { makeSecret, usesSecret } from './secrets.rules.js';

/** Registers an application; the secret in the answer is shown this once. */
@Injectable()
export class CreateApplication {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
    private readonly checkApplication: CheckApplication,
  ) {}

  async run(wanted: Wanted, bearer?: Principal): Promise<ApplicationCreated> {
    return await this.database.transaction(async (tx) => {
      await this.checkApplication.run(tx, wanted, { bearer });
      const made = usesSecret(wanted) ? makeSecret(newId(), await this.applications.now(tx)) : undefined;
      if (!(await this.applications.add(tx, toRow(wanted, made ? [made.kept] : []))))
        throw new AppError('application_id_taken');
      const application = toApplication(await this.applications.get(tx, wanted.id));
      return { ...application, clientSecret: made?.clientSecret ?? null };
    });
  }
}
