import type { CreateApplication, Principal, Scope } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { findScopeFaults } from './api-scopes.rules.js';
import type { ApplicationEntity } from './application.entity.js';
import { refuseFaults } from './application.rules.js';
import { ApplicationStore } from './application.store.js';
import { findKeyFaults } from './key-set.rules.js';
import { ResourceServerStore } from './resource-server.store.js';
import { findResourceFaults } from './resources.rules.js';

/** Refuses an application by what only the registry knows, every fault at once; `stored` is what it was until now. */
@Injectable()
export class CheckApplication {
  constructor(
    private readonly applications: ApplicationStore,
    private readonly servers: ResourceServerStore,
  ) {}

  /** Without a bearer it is the bootstrap that asks, which may hand out everything. */
  async run(
    tx: EntityManager,
    wanted: CreateApplication,
    { bearer, stored }: { bearer?: Principal; stored?: ApplicationEntity },
  ): Promise<void> {
    const named = wanted.resources.map(({ audience }) => audience);
    const servers = named.length > 0 ? await this.servers.holdByAudience(tx, named) : [];
    refuseFaults([
      ...findKeyFaults(wanted),
      ...findResourceFaults(wanted.resources, servers),
      ...findScopeFaults(
        wanted.apiScopes,
        stored?.apiScopes ?? [],
        await this.handedOutBy(tx, wanted, bearer),
      ),
    ]);
  }

  /** An operator is trusted with every application; a machine with what it has itself. */
  private async handedOutBy(
    tx: EntityManager,
    { apiScopes }: CreateApplication,
    bearer?: Principal,
  ): Promise<readonly Scope[]> {
    if (bearer?.kind !== 'machine') return apiScopes;
    return (await this.applications.find(tx, bearer.applicationId))?.apiScopes ?? [];
  }
}
