import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@portico/service-kit';
import { Gauge, register } from 'prom-client';
import type { EntityManager } from 'typeorm';
import { removeOldNotes } from './inbox.store.js';
import { countUnsent, removeOldSent } from './outbox.store.js';
import { Pulse } from './pulse.js';

const BATCH = 500;
const CLEAN_EVERY_MS = 60_000;

const gauge = (name: string, help: string): Gauge =>
  (register.getSingleMetric(name) as Gauge | undefined) ?? new Gauge({ name, help });

/** Keeps the post room small and counted: what the outbox still holds, and what may be thrown away. */
@Injectable()
export class PostRoom {
  private readonly logger = new Logger(PostRoom.name);
  private readonly unsent = gauge('portico_outbox_unsent', 'Facts that the stream has not acknowledged yet');
  private readonly oldest = gauge('portico_outbox_oldest_seconds', 'How long the oldest of them has waited');
  private cleanedAt = 0;
  private readonly pulse = new Pulse(() => this.look(), {
    shortestMs: 5000,
    longestMs: 5000,
    failed: (error) => this.logger.warn({ err: error }, 'the outbox could not be counted'),
  });

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.pulse.start();
  }

  async stop(): Promise<void> {
    await this.pulse.stop();
  }

  private async look(): Promise<boolean> {
    const { unsent, oldestSeconds } = await this.database.transaction(countUnsent);
    this.unsent.set(unsent);
    this.oldest.set(oldestSeconds);
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
