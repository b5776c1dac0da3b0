import { randomBytes } from 'node:crypto';
import { AppError, type ApplicationCreated, type CreateApplication as Wanted } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { hashSecret, toApplication } from './application.rules.js';
import { ApplicationStore } from './application.store.js';

/** Registers an application; the secret in the answer is shown this once. */
@Injectable()
export class CreateApplication {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
  ) {}

  async run(wanted: Wanted): Promise<ApplicationCreated> {
    const clientSecret = wanted.kind === 'public' ? null : randomBytes(32).toString('base64url');
    const uris =
      wanted.kind === 'machine'
        ? { redirectUris: [], postLogoutRedirectUris: [] }
        : { redirectUris: wanted.redirectUris, postLogoutRedirectUris: wanted.postLogoutRedirectUris };
    return await this.database.transaction(async (tx) => {
      const { id, kind, name, apiScopes, tenantIds } = wanted;
      const secretHash = clientSecret && hashSecret(clientSecret);
      const added = await this.applications.add(tx, {
        id,
        kind,
        name,
        apiScopes,
        tenantIds,
        secretHash,
        ...uris,
      });
      if (!added) throw new AppError('application_id_taken');
      return { ...toApplication(await this.applications.get(tx, id)), clientSecret };
    });
  }
}
