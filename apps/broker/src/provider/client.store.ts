import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { ApplicationStore } from '../applications/application.store.js';
import type { Database } from '@portico/service-kit';
import { toClient } from '../applications/client.rules.js';

const readOnly = async (): Promise<never> => {
  throw new Error('clients are registered by the applications API');
};

/** oidc-provider's view of the applications: read-only. */
export class ClientStore implements Adapter {
  readonly upsert = readOnly;
  readonly findByUserCode = readOnly;
  readonly findByUid = readOnly;
  readonly consume = readOnly;
  readonly destroy = readOnly;
  readonly revokeByGrantId = readOnly;

  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
  ) {}

  async find(id: string): Promise<AdapterPayload | undefined> {
    const application = await this.database.atOnce(async (tx) => await this.applications.find(tx, id));
    return application ? toClient(application) : undefined;
  }
}
