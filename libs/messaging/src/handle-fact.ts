import { Logger } from '@nestjs/common';
import { durableName, type EventContract, type Fact } from '@portico/contracts';
import { type Database, toAppError } from '@portico/service-kit';
import type { EntityManager } from 'typeorm';
import { saveDeadLetter } from './dead-letter.store.js';
import { handled } from './figures.js';
import { readFact, type ReceivedFact } from './headers.rules.js';
import { takeIn } from './inbox.store.js';

/** A message of the stream, and how often it has been delivered. */
export interface Delivery extends ReceivedFact {
  subject: string;
  deliveries: number;
}

/** What becomes of a delivery at the stream. */
export type Verdict = { outcome: 'done' } | { outcome: 'again'; afterMs: number } | { outcome: 'buried' };

/** One event with the work that handles it. */
export interface Consumer {
  contract: EventContract;
  handle: (fact: Fact<EventContract>, tx: EntityManager) => Promise<unknown>;
}

const LAST_DELIVERY = 5;

/** Handles one delivery of a fact: one effect per fact, however often it arrives; what nobody can handle is buried. */
export class HandleFact {
  private readonly logger = new Logger(HandleFact.name);
  readonly durable: string;

  constructor(
    service: string,
    private readonly database: Database,
    private readonly consumer: Consumer,
  ) {
    this.durable = durableName(service, consumer.contract);
  }

  async run(delivery: Delivery): Promise<Verdict> {
    const reading = readFact(this.consumer.contract, delivery);
    const verdict =
      reading.outcome === 'fits'
        ? await this.handle(reading.fact, delivery)
        : await this.bury(delivery, reading.reason);
    handled.inc({ consumer: this.durable, outcome: verdict.outcome });
    return verdict;
  }

  private async handle(fact: Fact<EventContract>, delivery: Delivery): Promise<Verdict> {
    try {
      await this.database.inTenant(fact.tenantId, async (tx) => {
        if (await takeIn(tx, this.durable, fact.id)) await this.consumer.handle(fact, tx);
      });
      return { outcome: 'done' };
    } catch (error) {
      const { code } = toAppError(error);
      this.logger.warn({ err: error, consumer: this.durable, id: fact.id }, 'a fact was not handled');
      // A database or service that is away says nothing against the fact: only its own failures count.
      const last = delivery.deliveries >= LAST_DELIVERY && code !== 'try_again';
      return last ? await this.bury(delivery, code) : again(delivery);
    }
  }

  private async bury(delivery: Delivery, reason: string): Promise<Verdict> {
    const letter = { ...delivery, consumer: this.durable, eventId: delivery.headers['ce-id'], reason };
    try {
      await this.database.transaction((tx) => saveDeadLetter(tx, letter));
      this.logger.error(
        { consumer: this.durable, id: letter.eventId, reason },
        'a fact went to the dead letters',
      );
      return { outcome: 'buried' };
    } catch (error) {
      this.logger.error({ err: error, consumer: this.durable }, 'a dead letter could not be kept');
      return again(delivery);
    }
  }
}

/** 1, 2, 4 seconds, then always 8. */
const again = ({ deliveries }: Delivery): Verdict => ({
  outcome: 'again',
  afterMs: 1000 * 2 ** Math.min(Math.max(deliveries, 1) - 1, 3),
});
