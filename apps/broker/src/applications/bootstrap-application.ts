import type { CreateApplication } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ApplicationEntity } from './application.entity.js';
import { hashSecret, toRow } from './application.rules.js';
import { ApplicationStore } from './application.store.js';
import { union } from './first-applications.rules.js';
import { keepSecret, rotateSecrets } from './secrets.rules.js';

/** What has become of an application that Portico itself needs. */
export type Bootstrapped = 'made' | 'there' | 'secret replaced' | 'another secret';

/**
 * Makes an application that Portico itself needs, with a secret that its deployment has chosen. One that is there
 * gets the scopes and addresses that it lacks. A secret that Portico does not know is taken over only where `replace`
 * says so: it may be one that was rotated away because it had leaked.
 */
@Injectable()
export class BootstrapApplication {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
  ) {}

  async run(wanted: CreateApplication, secret: string, replace: boolean): Promise<Bootstrapped> {
    return await this.database.transaction(async (tx) => {
      const now = await this.applications.now(tx);
      const kept = keepSecret(newId(), secret, now);
      if (await this.applications.add(tx, toRow(wanted, [kept]))) return 'made';
      const stored = await this.applications.lock(tx, wanted.id);
      await this.complete(tx, stored, wanted);
      if (stored.secrets.some(({ hash }) => hash === hashSecret(secret))) return 'there';
      if (!replace) return 'another secret';
      const secrets = rotateSecrets(stored, kept, { now, overlapSeconds: 0 });
      await this.applications.save(tx, { id: wanted.id, secrets });
      return 'secret replaced';
    });
  }

  private async complete(
    tx: EntityManager,
    stored: ApplicationEntity,
    wanted: CreateApplication,
  ): Promise<void> {
    const { id, apiScopes, redirectUris, postLogoutRedirectUris } = toRow(wanted, []);
    await this.applications.save(tx, {
      id,
      apiScopes: union(stored.apiScopes, apiScopes),
      redirectUris: union(stored.redirectUris, redirectUris),
      postLogoutRedirectUris: union(stored.postLogoutRedirectUris, postLogoutRedirectUris),
    });
  }
}
