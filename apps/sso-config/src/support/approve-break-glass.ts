import { AppError, type Principal, SsoBreakGlassOpened } from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { AuditStore } from '../audit/audit.store.js';
import { checkMayApprove } from './break-glass.rules.js';
import { type BreakGlassNow, BreakGlassStore, type OpenBreakGlass } from './break-glass.store.js';

/**
 * A second person of the platform opens a break-glass, for half an hour. The tenant's administrators are told.
 * @emits sso.breakglass.opened
 */
@Injectable()
export class ApproveBreakGlass {
  constructor(
    private readonly database: Database,
    private readonly breakGlass: BreakGlassStore,
    private readonly outbox: Outbox,
    private readonly audit: AuditStore,
  ) {}

  async run({
    tenantId,
    id,
    bearer,
  }: {
    tenantId: string;
    id: string;
    bearer: Principal;
  }): Promise<BreakGlassNow> {
    checkMayApprove(bearer);
    return await this.database.inTenant(tenantId, async (tx) => {
      const { requestedBy } = await this.breakGlass.get(tx, { tenantId, id });
      if (requestedBy === bearer.subject) throw new AppError('break_glass_own');
      // The condition is in the statement: of many approvals at once one opens it.
      const opened = await this.breakGlass.approve(tx, { tenantId, id, by: bearer.subject });
      if (!opened) throw new AppError('break_glass_ended');
      await this.outbox.add(tx, toFact(opened));
      await this.audit.record(tx, tenantId, {
        actor: bearer,
        action: 'break_glass.opened',
        detail: { breakGlassId: id, reason: opened.reason, requestedBy },
      });
      return opened;
    });
  }
}

const toFact = ({ tenantId, id, reason, requestedBy, approvedBy, openUntil }: OpenBreakGlass) =>
  fact(SsoBreakGlassOpened, {
    tenantId,
    subject: id,
    data: { breakGlassId: id, reason, requestedBy, approvedBy, openUntil: openUntil.toISOString() },
  });
