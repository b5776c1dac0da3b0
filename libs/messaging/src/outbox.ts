import { Inject, Injectable } from '@nestjs/common';
import { PARTICIPANTS, type ServiceName } from '@portico/contracts';
import { currentTraceparent, type Queries } from '@portico/service-kit';
import { SERVICE } from './connection.js';
import type { FactDraft } from './facts.rules.js';
import { saveFact, saveFacts } from './outbox.store.js';
import { Relay } from './relay.js';

/** Where work leaves its facts: they are published if, and only if, the transaction commits. */
@Injectable()
export class Outbox {
  constructor(
    @Inject(SERVICE) private readonly service: ServiceName,
    private readonly relay: Relay,
  ) {}

  /** Stores the fact beside the state that it tells about. Throws if the service may not publish it. */
  async add(tx: Queries, draft: FactDraft): Promise<void> {
    this.check(draft);
    await saveFact(tx, draft, currentTraceparent());
    this.relay.nudge();
  }

  /** Stores many facts at once, published in their order. Throws if the service may not publish one. */
  async addAll(tx: Queries, drafts: readonly FactDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    drafts.forEach((draft) => {
      this.check(draft);
    });
    await saveFacts(tx, drafts, currentTraceparent());
    this.relay.nudge();
  }

  private check({ type }: FactDraft): void {
    if (!PARTICIPANTS[this.service].publishes.some((event) => event.type === type))
      throw new TypeError(`${this.service} does not publish ${type}`);
  }
}
