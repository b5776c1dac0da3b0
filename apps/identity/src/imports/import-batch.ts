import { AppError, type Code, type ImportResult, type Principal } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { violatedConstraint } from '../violations.rules.js';
import type { ImportLine } from './import-line.rules.js';
import { ImportRefusalStore } from './import-refusal.store.js';
import { planImport } from './plan-import.rules.js';
import { ReadImportPlace } from './read-import-place.js';
import { type ImportKey, UserImportStore } from './user-import.store.js';
import { WriteImportPlan } from './write-import-plan.js';

/** Lines of one import that are stored together or not at all. */
export interface Batch {
  import: ImportKey;
  /** The last line that is stored already. */
  lastLine: number;
  lines: readonly ImportLine[];
  bearer: Principal;
}

const BROKEN_BY_OTHERS: Readonly<Record<string, Code>> = {
  app_user__pk: 'user_id_taken',
  app_user__id__unique: 'user_id_taken',
  app_user__tenant_external_id__unique: 'external_id_taken',
  identity_link__pk: 'link_conflict',
  identity_link__tenant_connection_user__unique: 'link_conflict',
};

/** The code for what somebody else has written at the same moment; undefined where the error is another one. */
const codeOf = (error: unknown): Code | undefined => BROKEN_BY_OTHERS[violatedConstraint(error) ?? ''];

/**
 * Stores a batch of lines: a few statements and one transaction, progress and facts included.
 */
@Injectable()
export class ImportBatch {
  constructor(
    private readonly database: Database,
    private readonly read: ReadImportPlace,
    private readonly write: WriteImportPlan,
    private readonly imports: UserImportStore,
    private readonly refusals: ImportRefusalStore,
  ) {}

  async run(batch: Batch): Promise<ImportResult[]> {
    try {
      return await this.store(batch);
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      return await this.storeOneByOne(batch);
    }
  }

  // Somebody else has added, changed or linked a user at the same moment, or two lines exchange an external id.
  private async storeOneByOne(batch: Batch): Promise<ImportResult[]> {
    const results: ImportResult[] = [];
    let { lastLine } = batch;
    for (const line of batch.lines) {
      results.push(...(await this.storeOne({ ...batch, lastLine, lines: [line] })));
      lastLine = line.line;
    }
    return results;
  }

  private async storeOne(batch: Batch & { lines: readonly [ImportLine] }): Promise<ImportResult[]> {
    try {
      return await this.store(batch);
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined) throw error;
      const refusal = new AppError(code, { cause: error });
      return await this.store({ ...batch, lines: [{ line: batch.lines[0].line, refusal }] });
    }
  }

  private async store({ import: key, lastLine, lines, bearer }: Batch): Promise<ImportResult[]> {
    const { tenantId } = key;
    return await this.database.inTenant(tenantId, async (tx) => {
      const met = await this.read.run(tx, tenantId, lines);
      const plan = planImport(lines, { ...met, bearer, newId });
      await this.write.run(tx, tenantId, plan);
      const { results } = plan;
      const { refusedBefore: before } = await this.imports.advance(tx, { ...key, lastLine }, results);
      await this.refusals.addAll(tx, key, { results, before });
      return results;
    });
  }
}
