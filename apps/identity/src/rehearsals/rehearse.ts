import type { Rehearsal } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CountAdmins } from './count-admins.js';
import { PeopleStore } from './people.store.js';
import { toRehearsal } from './rehearsal.rules.js';
import { RehearsalStore } from './rehearsal.store.js';
import { fateOf, type Rehearsing } from './rehearse.rules.js';
import { SetStage } from './set-stage.js';
import { tallyOf } from './tally.rules.js';

/** Few enough for flat memory and for others to have their turn, enough for few statements. */
const BATCH = 2000;

/** Which connection is rehearsed. */
interface Rehearsed {
  tenantId: string;
  connectionId: string;
}

/**
 * Says what would become of every active user of a tenant if a connection were enforced now, by the decision and the
 * matching rules themselves, and keeps it for a day. Refuses `connection_not_ready`, and `try_again` while another
 * rehearsal of the tenant is under way or nobody can say whether an administrator has signed in.
 */
@Injectable()
export class Rehearse {
  constructor(
    private readonly database: Database,
    private readonly stage: SetStage,
    private readonly people: PeopleStore,
    private readonly rehearsals: RehearsalStore,
    private readonly admins: CountAdmins,
  ) {}

  async run(rehearsed: Rehearsed): Promise<Rehearsal> {
    const { scene, sessions, proved } = await this.stage.run(rehearsed);
    const { tenantId, connectionId } = rehearsed;
    const id = newId();
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.rehearsals.lock(tx, tenantId);
      const tally = await this.rehearseAll(tx, { tenantId, id }, scene);
      const findings = { ...tally, sessions, admins: await this.admins.run(tx, tenantId), proved };
      const { version: settingsVersion } = scene.settings;
      const { revision } = scene.connection;
      const row = { tenantId, id, connectionId, revision, settingsVersion, findings };
      const made = await this.rehearsals.add(tx, row);
      await this.rehearsals.removeFormer(tx, tenantId, connectionId);
      return toRehearsal(made);
    });
  }

  private async rehearseAll(
    tx: EntityManager,
    rehearsal: { tenantId: string; id: string },
    scene: Rehearsing,
  ): Promise<Pick<Rehearsal, 'counts' | 'reasons'>> {
    const { tenantId } = rehearsal;
    const stretch = { tenantId, connection: scene.connection, enforcedIds: [...scene.enforcedIds] };
    const tally = tallyOf();
    let after: string | undefined;
    do {
      const people = await this.people.list(tx, { ...stretch, after, limit: BATCH });
      const fates = people.map((person) => ({ userId: person.user.userId, ...fateOf(person, scene) }));
      await this.rehearsals.addUsers(tx, rehearsal, fates);
      tally.add(fates);
      after = people.length < BATCH ? undefined : people.at(-1)?.user.userId;
    } while (after !== undefined);
    return tally.result();
  }
}
