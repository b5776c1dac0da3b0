import { Inject, Injectable, Logger } from '@nestjs/common';
import { durableName, PARTICIPANTS, type ServiceName } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import type { EntityManager } from 'typeorm';
import { SERVICE } from './connection.js';
import { countDeadLetters } from './dead-letter.store.js';
import { deadLetters, oldestUnsent, unsent } from './figures.js';
import { removeOldNotes } from './inbox.store.js';
import { countUnsent, removeOldSent } from './outbox.store.js';
import { Pulse } from './pulse.js';

const BATCH = 500;
const CLEAN_EVERY_MS = 60_000;

/** Keeps the post room small and counted: what the outbox still holds, and what may be thrown away. */
@Injectable()
export class PostRoom {
  private readonly logger = new Logger(PostRoom.name);
  private cleanedAt = 0;
  private readonly pulse = new Pulse(() => this.look(), {
    shortestMs: 5000,
    longestMs: 5000,
    failed: (error) => this.logger.warn({ err: error }, 'the outbox could not be counted'),
  });

  private readonly durables: string[];

  constructor(
    private readonly database: Database,
    @Inject(SERVICE) service: ServiceName,
  ) {
    this.durables = PARTICIPANTS[service].consumes.map((event) => durableName(service, event));
  }

  onApplicationBootstrap(): void {
    this.pulse.start();
  }

  async stop(): Promise<void> {
    await this.pulse.stop();
  }

  private async look(): Promise<boolean> {
    const [waiting, letters] = await this.database.atOnce(
      async (tx) => await Promise.all([countUnsent(tx), countDeadLetters(tx)]),
    );
    unsent.set(waiting.unsent);
    oldestUnsent.set(waiting.oldestSeconds);
    for (const durable of this.durables) deadLetters.set({ consumer: durable }, letters.get(durable) ?? 0);
    if (performance.now() - this.cleanedAt < CLEAN_EVERY_MS && this.cleanedAt > 0) return false;
    const left = (await this.clean(removeOldSent)) || (await this.clean(removeOldNotes));
    if (!left) this.cleanedAt = performance.now();
    return left;
  }

  // Small batches, so that no lock is held for long. True if there is more.
  private async clean(remove: (tx: EntityManager, limit: number) => Promise<number>): Promise<boolean> {
    return (await this.database.transaction((tx) => remove(tx, BATCH))) === BATCH;
  }
}
