import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { Adapter } from 'oidc-provider';
import { ApplicationStore } from '../applications/application.store.js';
import { ArtifactStore } from './artifact.store.js';
import { ClientStore } from './client.store.js';

/** Where oidc-provider finds each kind of what it stores: clients in the applications, the rest as artifacts. */
@Injectable()
export class Adapters {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
  ) {}

  run(kind: string): Adapter {
    return kind === 'Client'
      ? new ClientStore(this.database, this.applications)
      : new ArtifactStore(this.database, kind);
  }
}
