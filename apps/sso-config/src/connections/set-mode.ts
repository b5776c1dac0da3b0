import type { Mode, Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { RecordChange } from '../settings/record-change.js';
import { checkMaySwitch } from './authority.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { checkMode, toAuthor } from './connection.rules.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';
import { Issuers } from './issuers.client.js';

interface ModeChange {
  key: ConnectionKey;
  mode: Mode;
  bearer: Principal;
}

/**
 * Switches a connection off or on, or enforces it.
 * @emits sso.config.changed unless the mode is the same
 */
@Injectable()
export class SetMode {
  private readonly logger = new Logger(SetMode.name);

  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
    private readonly record: RecordChange,
    private readonly issuers: Issuers,
  ) {}

  async run({ key, mode, bearer }: ModeChange): Promise<ConnectionRow> {
    await this.checkGoogle(key, mode);
    return await this.database.inTenant(key.tenantId, async (tx) => {
      const stored = await this.connections.getLocked(tx, key);
      checkMaySwitch(bearer, stored, mode);
      checkMode(stored, mode, bearer);
      if (stored.mode === mode) return stored;
      if (mode === 'enforced')
        this.logger.warn({ ...key, by: toAuthor(bearer) }, 'enforced without a rehearsal');
      await this.connections.update(tx, key, { mode });
      const { provider, mode: from } = stored;
      await this.record.run(
        tx,
        key.tenantId,
        { changed: ['connection_mode'], connectionId: key.id, provider, mode },
        { actor: bearer, action: 'connection.mode_changed', detail: { from, mode } },
      );
      return await this.connections.get(tx, key);
    });
  }
  /** The platform's Google client is the deployment's: without it the switch would lead nowhere. */
  private async checkGoogle(key: ConnectionKey, mode: Mode): Promise<void> {
    if (mode === 'off') return;
    const stored = await this.database.inTenant(key.tenantId, (tx) => this.connections.get(tx, key));
    if (stored.provider === 'google' && stored.mode === 'off') await this.issuers.checkGoogle();
  }
}
