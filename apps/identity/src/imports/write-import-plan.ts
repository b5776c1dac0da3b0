import { UserCreated, UserDeactivated, UserLinked, UserUpdated } from '@portico/contracts';
import { fact, type FactDraft, Outbox } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ImportedLinkStore } from './imported-link.store.js';
import { ImportedUserStore } from './imported-user.store.js';
import type { ImportPlan, Told } from './plan-import.rules.js';

/**
 * Writes what a batch of lines comes to, in the transaction that has read what the lines met.
 * @emits user.created, user.updated, user.deactivated, user.linked
 */
@Injectable()
export class WriteImportPlan {
  constructor(
    private readonly users: ImportedUserStore,
    private readonly links: ImportedLinkStore,
    private readonly outbox: Outbox,
  ) {}

  async run(tx: EntityManager, tenantId: string, plan: ImportPlan): Promise<void> {
    await this.users.addAll(tx, tenantId, plan.added);
    await this.users.updateAll(tx, tenantId, plan.changed);
    await this.links.addAll(tx, tenantId, plan.linked);
    await this.outbox.addAll(
      tx,
      plan.told.map((told) => toFact(tenantId, told)),
    );
  }
}

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
