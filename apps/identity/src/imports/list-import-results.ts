import type { ImportResultPage } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { ImportRefusalStore } from './import-refusal.store.js';
import { type ImportKey, UserImportStore } from './user-import.store.js';

/** Lists the lines that an import has refused, in their order. Refuses `not_found`. */
@Injectable()
export class ListImportResults {
  constructor(
    private readonly database: Database,
    private readonly imports: UserImportStore,
    private readonly refusals: ImportRefusalStore,
  ) {}

  async run(key: ImportKey, { after, limit }: { after: number; limit: number }): Promise<ImportResultPage> {
    return await this.database.inTenant(key.tenantId, async (tx) => {
      await this.imports.get(tx, key);
      const found = await this.refusals.list(tx, key, { after, limit: limit + 1 });
      const results = found.slice(0, limit);
      return { results, nextLine: found.length > limit ? (results.at(-1)?.line ?? null) : null };
    });
  }
}
