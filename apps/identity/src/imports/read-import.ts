import type { UserImport } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type ImportKey, UserImportStore } from './user-import.store.js';

/** Says how far an import has come. */
@Injectable()
export class ReadImport {
  constructor(
    private readonly database: Database,
    private readonly imports: UserImportStore,
  ) {}

  async run(key: ImportKey): Promise<UserImport> {
    const row = await this.database.inTenant(key.tenantId, (tx) => this.imports.get(tx, key));
    const { id: importId, lastLine, finished, created, updated, unchanged, refused } = row;
    return { importId, lastLine, finished, counts: { created, updated, unchanged, refused } };
  }
}
