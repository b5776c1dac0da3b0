import type { CreateLink } from '@portico/contracts';
import { readEmail } from '@portico/policy';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isActiveAdmin } from '../users/user.rules.js';
import { UserStore } from '../users/user.store.js';
import type { ImportLine } from './import-line.rules.js';
import { ImportedLinkStore } from './imported-link.store.js';
import { ImportedUserStore, type Keys } from './imported-user.store.js';
import type { ImportPlace } from './plan-import.rules.js';

/** Reads and locks what some lines may meet in their tenant: users, links, and how many administrators there are. */
@Injectable()
export class ReadImportPlace {
  constructor(
    private readonly imported: ImportedUserStore,
    private readonly links: ImportedLinkStore,
    private readonly users: UserStore,
  ) {}

  async run(
    tx: EntityManager,
    tenantId: string,
    lines: readonly ImportLine[],
  ): Promise<Pick<ImportPlace, 'known' | 'knownLinks' | 'admins'>> {
    await this.imported.waitForTurn(tx, tenantId);
    const known = await this.imported.listLocked(tx, tenantId, keysOf(lines));
    const ids = known.map(({ id }) => id);
    const knownLinks = await this.links.listRivals(tx, tenantId, linksOf(lines), ids);
    if (!known.some(isActiveAdmin)) return { known, knownLinks };
    await this.users.lockAdmins(tx, tenantId);
    return { known, knownLinks, admins: await this.users.countAdmins(tx, tenantId) };
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
