import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Adapter } from 'oidc-provider';
import { FindApplication } from '../applications/find-application.js';
import { ArtifactStore } from './artifact.store.js';
import { ClientStore } from './client.store.js';
import { GrantStore } from './grant.store.js';

/** Where oidc-provider finds each kind of what it stores: clients and grants in the applications, the rest as artifacts. */
@Injectable()
export class Adapters {
  constructor(
    private readonly database: Database,
    private readonly findApplication: FindApplication,
  ) {}

  run(kind: string): Adapter {
    if (kind === 'Client') return new ClientStore(this.findApplication);
    if (kind === 'Grant') return new GrantStore(this.findApplication);
    return new ArtifactStore(this.database, kind);
  }
}
