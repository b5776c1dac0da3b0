import { Database, RepeatsEvery } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { MakeSigningKeys } from './make-signing-keys.js';
import { OpenSigningKeys } from './open-signing-keys.js';
import { SigningKeySchedule } from './signing-key-schedule.js';
import type { SigningKeyEntity } from './signing-key.entity.js';
import { SigningKeyStore } from './signing-key.store.js';
import { nextChangeOf, planRotation, toPublished } from './signing-keys.rules.js';
import { SigningKeys } from './signing-keys.js';
import { showSigningKeys } from './signing-key-figures.js';

/**
 * Keeps this replica's keys those of the database, makes the next ones when they are due and deletes those whose last
 * token is gone. While the database is away, the keys stay as they are.
 */
@Injectable()
@RepeatsEvery(2)
export class FollowSigningKeys {
  readonly signingKeys = new SigningKeys();
  private readonly logger = new Logger(FollowSigningKeys.name);

  constructor(
    private readonly database: Database,
    private readonly store: SigningKeyStore,
    private readonly makeSigningKeys: MakeSigningKeys,
    private readonly openSigningKeys: OpenSigningKeys,
    private readonly schedule: SigningKeySchedule,
  ) {}

  async run(): Promise<void> {
    let { keys, now } = await this.read();
    if (planRotation(keys, 'schedule', { asked: now, now }, this.schedule).outcome === 'begin') {
      await this.makeSigningKeys.run('schedule');
      ({ keys, now } = await this.read());
    }
    const published = await this.openSigningKeys.run(toPublished(keys, now));
    if (published.length < keys.length)
      await this.database.transaction(async (tx) => await this.store.removeEnded(tx));
    if (!this.signingKeys.follow(published, now)) return;
    const nextChange = nextChangeOf(keys, now, this.schedule);
    const named = published.map(({ kid, alg, status }) => ({ kid, alg, status }));
    showSigningKeys(named, nextChange);
    this.logger.log({ keys: named, nextChange }, 'these keys sign tokens');
  }

  private async read(): Promise<{ keys: SigningKeyEntity[]; now: Date }> {
    return await this.database.transaction(async (tx) => ({
      now: await this.store.readClock(tx),
      keys: await this.store.list(tx),
    }));
  }
}
