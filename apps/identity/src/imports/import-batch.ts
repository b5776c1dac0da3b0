import {
  AppError,
  type CreateLink,
  type Code,
  type ImportResult,
  type Principal,
  UserCreated,
  UserDeactivated,
  UserLinked,
  UserUpdated,
} from '@portico/contracts';
import { fact, type FactDraft, Outbox } from '@portico/messaging';
import { readEmail } from '@portico/policy';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { violatedConstraint } from '../violations.rules.js';
import type { ImportLine } from './import-line.rules.js';
import { ImportedLinkStore } from './imported-link.store.js';
import { ImportedUserStore, type Keys } from './imported-user.store.js';
import { planImport, type Told } from './plan-import.rules.js';
import { type ImportKey, UserImportStore } from './user-import.store.js';

/** Lines of one import that are stored together or not at all. */
export interface Batch {
  import: ImportKey;
  /** The last line that is stored already. */
  lastLine: number;
  lines: readonly ImportLine[];
  bearer: Principal;
}

const BROKEN_BY_OTHERS: Readonly<Record<string, Code>> = {
  app_user__pk: 'external_id_taken',
  app_user__tenant_external_id__unique: 'external_id_taken',
  identity_link__pk: 'link_conflict',
  identity_link__tenant_connection_user__unique: 'link_conflict',
};

/** The code for what somebody else has written at the same moment; undefined where the error is another one. */
const codeOf = (error: unknown): Code | undefined => BROKEN_BY_OTHERS[violatedConstraint(error) ?? ''];

/**
 * Stores a batch of lines: a few statements and one transaction, progress and facts included.
 * @emits user.created, user.updated, user.deactivated, user.linked
 */
@Injectable()
export class ImportBatch {
  constructor(
    private readonly database: Database,
    private readonly users: ImportedUserStore,
    private readonly links: ImportedLinkStore,
    private readonly imports: UserImportStore,
    private readonly outbox: Outbox,
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
      await this.users.waitForTurn(tx, tenantId);
      const known = await this.users.listLocked(tx, tenantId, keysOf(lines));
      const ids = known.map(({ id }) => id);
      const knownLinks = await this.links.listRivals(tx, tenantId, linksOf(lines), ids);
      const plan = planImport(lines, { known, knownLinks, bearer, newId });
      const { results, added, changed, linked, told } = plan;
      await this.users.addAll(tx, tenantId, added);
      await this.users.updateAll(tx, tenantId, changed);
      await this.links.addAll(tx, tenantId, linked);
      await this.tell(tx, tenantId, told);
      await this.imports.advance(tx, { ...key, lastLine }, results);
      return results;
    });
  }

  private async tell(tx: EntityManager, tenantId: string, told: readonly Told[]): Promise<void> {
    await this.outbox.addAll(
      tx,
      told.map((each) => toFact(tenantId, each)),
    );
  }
}

const keysOf = (lines: readonly ImportLine[]): Keys => {
  const wanted = lines.flatMap((line) => ('wanted' in line ? [line.wanted.whole] : []));
  return {
    ids: wanted.flatMap(({ id }) => id ?? []),
    externalIds: wanted.flatMap(({ externalId }) => externalId ?? []),
    emails: wanted.flatMap(({ email }) => readEmail(email)?.normal ?? []),
  };
};

const linksOf = (lines: readonly ImportLine[]): CreateLink[] =>
  lines.flatMap((line) => ('wanted' in line ? line.wanted.links : []));

const toFact = (tenantId: string, told: Told): FactDraft => {
  const { what, user } = told;
  const { id: userId, externalId, email, name, roles } = user;
  const about = { tenantId, subject: userId };
  if (told.what === 'linked')
    return fact(UserLinked, { ...about, data: { userId, externalId, connectionId: told.connectionId } });
  if (what === 'deactivated') return fact(UserDeactivated, { ...about, data: { userId, externalId } });
  const contract = what === 'created' ? UserCreated : UserUpdated;
  return fact(contract, { ...about, data: { userId, externalId, email, name, roles } });
};
