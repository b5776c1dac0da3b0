import { Inject, Injectable } from '@nestjs/common';
import { PARTICIPANTS, type ServiceName } from '@portico/contracts';
import { currentTraceparent } from '@portico/service-kit';
import type { EntityManager } from 'typeorm';
import { SERVICE } from './connection.js';
import type { FactDraft } from './facts.rules.js';
import { saveFact } from './outbox.store.js';
import { Relay } from './relay.js';

/** Where work leaves its facts: they are published if, and only if, the transaction commits. */
@Injectable()
export class Outbox {
  constructor(
    @Inject(SERVICE) private readonly service: ServiceName,
    private readonly relay: Relay,
  ) {}

  /** Stores the fact beside the state that it tells about. Throws if the service may not publish it. */
  async add(tx: EntityManager, draft: FactDraft): Promise<void> {
    if (!PARTICIPANTS[this.service].publishes.some(({ type }) => type === draft.type))
      throw new TypeError(`${this.service} does not publish ${draft.type}`);
    await saveFact(tx, draft, currentTraceparent());
    this.relay.nudge();
  }
}
