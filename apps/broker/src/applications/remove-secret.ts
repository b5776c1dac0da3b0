import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ApplicationStore } from './application.store.js';
import { removeSecret } from './secrets.rules.js';

/** Ends a secret at once, but never the last that would go on. */
@Injectable()
export class RemoveSecret {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
  ) {}

  async run(id: string, secretId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { secrets } = await this.applications.lock(tx, id);
      await this.applications.save(tx, { id, secrets: removeSecret(secrets, secretId) });
    });
  }
}
