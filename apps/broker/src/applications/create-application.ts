import { randomBytes } from 'node:crypto';
import { AppError, type ApplicationCreated, type CreateApplication as Wanted } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { hashSecret, toApplication, toRow } from './application.rules.js';
import { ApplicationStore } from './application.store.js';

/** Registers an application; the secret in the answer is shown this once. */
@Injectable()
export class CreateApplication {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
  ) {}

  async run(wanted: Wanted): Promise<ApplicationCreated> {
    const clientSecret = hasSecret(wanted) ? randomBytes(32).toString('base64url') : null;
    const secrets = clientSecret
      ? [
          {
            id: newId(),
            hash: hashSecret(clientSecret),
            createdAt: new Date().toISOString(),
            expiresAt: null,
          },
        ]
      : [];
    return await this.database.transaction(async (tx) => {
      if (!(await this.applications.add(tx, toRow(wanted, secrets))))
        throw new AppError('application_id_taken');
      return { ...toApplication(await this.applications.get(tx, wanted.id)), clientSecret };
    });
  }
}

const hasSecret = (wanted: Wanted): boolean =>
  wanted.kind !== 'public' && wanted.tokenAuth !== 'private_key_jwt';
