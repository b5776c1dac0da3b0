import type { Mode, Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { SettingsChanges } from '../settings/settings-changes.store.js';
import type { ConnectionRow } from './connection.entity.js';
import { checkMode, toAuthor } from './connection.rules.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';

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
    private readonly changes: SettingsChanges,
  ) {}

  async run({ key, mode, bearer }: ModeChange): Promise<ConnectionRow> {
    return await this.database.inTenant(key.tenantId, async (tx) => {
      const stored = await this.connections.getLocked(tx, key);
      checkMode(stored, mode, bearer);
      if (stored.mode === mode) return stored;
      if (mode === 'enforced')
        this.logger.warn({ ...key, by: toAuthor(bearer) }, 'enforced without a rehearsal');
      await this.connections.setMode(tx, key, mode);
      await this.changes.record(tx, key.tenantId, {
        changed: ['connection_mode'],
        connectionId: key.id,
        provider: stored.provider,
        mode,
      });
      return await this.connections.get(tx, key);
    });
  }
}
