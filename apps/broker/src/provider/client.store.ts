import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { FindApplication } from '../applications/find-application.js';
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

  constructor(private readonly findApplication: FindApplication) {}

  async find(id: string): Promise<AdapterPayload | undefined> {
    const application = await this.findApplication.run(id);
    return application ? toClient(application) : undefined;
  }
}
