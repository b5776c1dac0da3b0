import { performance } from 'node:perf_hooks';
import { ListChangedSettings } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Database, RepeatsEvery } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { SaveSettings } from './save-settings.js';
import { showContact } from './settings-figures.js';
import { SettingsStore } from './settings.store.js';

/**
 * Brings the projection up to date and is the proof of contact that staleness is counted from.
 * Runs every 10 seconds, and at once when `sso.config.changed` arrives.
 */
@Injectable()
@RepeatsEvery(10)
export class FollowSettings {
  constructor(
    private readonly ask: Ask,
    private readonly database: Database,
    private readonly settings: SettingsStore,
    private readonly saveSettings: SaveSettings,
  ) {}

  async run(): Promise<void> {
    let cursor = await this.database.transaction(async (tx) => await this.settings.cursor(tx));
    for (let more = true; more;) {
      // Counted from before the question: what changed while it was under way is not known yet.
      const asked = performance.now();
      const answer = await this.ask.to(ListChangedSettings, { cursor });
      for (const tenant of answer.tenants) await this.saveSettings.run(tenant);
      ({ cursor, more } = answer);
      if (!more) {
        await this.noteContact(answer.cursor, (performance.now() - asked) / 1000);
        showContact(asked);
      }
    }
  }

  private async noteContact(cursor: string, secondsAgo: number): Promise<void> {
    await this.database.transaction(async (tx) => await this.settings.noteContact(tx, cursor, secondsAgo));
  }
}
