import type { FindLapsed as Question } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Lapsed, LapsedStore } from './lapsed.store.js';

/** Finds which sessions of a tenant may no longer go on, because of their user or of a released identity. */
@Injectable()
export class FindLapsed {
  constructor(
    private readonly database: Database,
    private readonly store: LapsedStore,
  ) {}

  async run({ tenantId, sessions }: z.infer<typeof Question.request>): Promise<Lapsed[]> {
    return await this.database.inTenant(tenantId, (tx) => this.store.list(tx, tenantId, sessions));
  }
}
