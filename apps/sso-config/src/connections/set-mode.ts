import { type AuditEntry, AppError, type Mode, type Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RecordChange } from '../settings/record-change.js';
import { TenantStore } from '../tenants/tenant.store.js';
import { checkMaySwitch } from './authority.rules.js';
import type { ConnectionRow } from './connection.entity.js';
import { checkReady, toAuthor } from './connection.rules.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';
import { checkProof, type EnforcingProof } from './enforcing.rules.js';
import { PrepareSwitch } from './prepare-switch.js';
import { maySeed } from './wanted-values.rules.js';

interface ModeChange {
  key: ConnectionKey;
  mode: Mode;
  /** The rehearsal that speaks for enforcing. */
  rehearsalId?: string;
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
    private readonly tenants: TenantStore,
    private readonly record: RecordChange,
    private readonly prepare: PrepareSwitch,
  ) {}

  async run(change: ModeChange): Promise<ConnectionRow> {
    const { key, mode, bearer } = change;
    const proof = await this.prepare.run(change);
    return await this.database.inTenant(key.tenantId, async (tx) => {
      const row = await this.connections.getLocked(tx, key);
      if (row.mode === mode) return row;
      // All again, under the lock: somebody may have switched or saved since.
      checkMaySwitch(bearer, row, mode);
      if (mode !== 'off') checkReady(row);
      if (mode === 'enforced') await this.checkEnforcing(tx, row, { proof, bearer });
      await this.connections.update(tx, key, { mode });
      await this.record.run(
        tx,
        key.tenantId,
        { changed: ['connection_mode'], connectionId: key.id, provider: row.provider, mode },
        { actor: bearer, action: 'connection.mode_changed', detail: toDetail(row.mode, mode, proof) },
      );
      return await this.connections.get(tx, key);
    });
  }

  private async checkEnforcing(
    tx: EntityManager,
    row: ConnectionRow,
    { proof, bearer }: { proof: EnforcingProof | null; bearer: Principal },
  ): Promise<void> {
    if (proof) checkProof(proof, row, (await this.tenants.getLocked(tx, row.tenantId)).settingsVersion);
    else if (!maySeed(bearer)) throw new AppError('rehearsal_outdated', { detail: 'it was enforced before' });
    else
      this.logger.warn(
        { tenantId: row.tenantId, id: row.id, by: toAuthor(bearer) },
        'enforced without a rehearsal',
      );
  }
}

const toDetail = (from: Mode, mode: Mode, proof: EnforcingProof | null): AuditEntry['detail'] => ({
  from,
  mode,
  ...(mode === 'enforced' && (proof ? { rehearsalId: proof.rehearsalId } : { seeded: true })),
});
