import { AppError, type Principal } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { AdminProofs } from './admin-proofs.client.js';
import type { ConnectionRow } from './connection.entity.js';
import { checkRecoveryCodes, type EnforcingProof } from './enforcing.rules.js';
import { Rehearsals } from './rehearsals.client.js';

interface Enforcing {
  row: ConnectionRow;
  rehearsalId?: string;
  bearer: Principal;
}

/**
 * Asks the other services whether a connection may become a tenant's only way in, outside transactions. Where one of
 * them does not answer, it may not (`try_again`).
 */
@Injectable()
export class ProveEnforcing {
  constructor(
    private readonly proofs: AdminProofs,
    private readonly rehearsals: Rehearsals,
  ) {}

  async run({ row, rehearsalId, bearer }: Enforcing): Promise<EnforcingProof> {
    const { tenantId, id: connectionId, revision } = row;
    if (!(await this.proofs.exists({ tenantId, connectionId, revision })))
      throw new AppError('test_required', { detail: `revision ${revision}` });
    checkRecoveryCodes(bearer, tenantId, await this.rehearsals.listRecoveryAdmins(tenantId));
    const rehearsal = rehearsalId === undefined ? null : await this.rehearsals.find(tenantId, rehearsalId);
    if (rehearsalId === undefined || !rehearsal) throw new AppError('rehearsal_required');
    return { revision, rehearsalId, rehearsal };
  }
}
