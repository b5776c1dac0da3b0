import type { Mode, Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { checkMaySwitch } from './authority.rules.js';
import { checkReady } from './connection.rules.js';
import { type ConnectionKey, ConnectionStore } from './connection.store.js';
import type { EnforcingProof } from './enforcing.rules.js';
import { Issuers } from './issuers.client.js';
import { ProveEnforcing } from './prove-enforcing.js';
import { maySeed } from './wanted-values.rules.js';

interface WantedSwitch {
  key: ConnectionKey;
  mode: Mode;
  rehearsalId?: string;
  bearer: Principal;
}

/** Finds out outside of transactions whether a mode may be switched, and what speaks for enforcing, if that is wanted. */
@Injectable()
export class PrepareSwitch {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
    private readonly issuers: Issuers,
    private readonly prove: ProveEnforcing,
  ) {}

  async run({ key, mode, rehearsalId, bearer }: WantedSwitch): Promise<EnforcingProof | null> {
    const row = await this.database.inTenant(key.tenantId, (tx) => this.connections.get(tx, key));
    if (row.mode === mode || mode === 'off') return null;
    checkMaySwitch(bearer, row, mode);
    checkReady(row);
    // The platform's Google client is the deployment's: without it the switch would lead nowhere.
    if (row.provider === 'google' && row.mode === 'off') await this.issuers.checkGoogle();
    return mode === 'enforced' && !maySeed(bearer)
      ? await this.prove.run({ row, rehearsalId, bearer })
      : null;
  }
}
