import type { RotateSecret as Wanted, SecretRotated } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ApplicationStore } from './application.store.js';
import { makeSecret, rotateSecrets } from './secrets.rules.js';

/** Makes a new secret, shown this once; the older ones go on for the overlap. */
@Injectable()
export class RotateSecret {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
  ) {}

  async run(id: string, { overlapSeconds }: Wanted): Promise<SecretRotated> {
    return await this.database.transaction(async (tx) => {
      const application = await this.applications.lock(tx, id);
      const now = await this.applications.now(tx);
      const { clientSecret, kept } = makeSecret(newId(), now);
      const secrets = rotateSecrets(application, kept, { now, overlapSeconds });
      await this.applications.save(tx, { id, secrets });
      const { hash: _, ...secret } = kept;
      return { ...secret, clientSecret };
    });
  }
}
