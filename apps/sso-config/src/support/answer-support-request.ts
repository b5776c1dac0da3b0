import { type AnswerSupportRequest as Answer, AppError, type Principal } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { AuditStore } from '../audit/audit.store.js';
import { toAuthor } from '../connections/connection.rules.js';
import { SwitchUnlistedProvider } from '../tenants/switch-unlisted-provider.js';
import { type NamedRequest, SupportRequestStore } from './support-request.store.js';

interface Answering {
  tenantId: string;
  id: string;
  answer: Answer;
  bearer: Principal;
}

/**
 * Support answers a request; `done` switches on what was asked for, both or neither. That is all that support changes.
 * @emits sso.config.changed where something was switched on
 */
@Injectable()
export class AnswerSupportRequest {
  constructor(
    private readonly database: Database,
    private readonly requests: SupportRequestStore,
    private readonly switchUnlistedProvider: SwitchUnlistedProvider,
    private readonly audit: AuditStore,
  ) {}

  async run({ tenantId, id, answer: { status, answer }, bearer }: Answering): Promise<NamedRequest> {
    const key = { tenantId, id };
    return await this.database.inTenant(tenantId, async (tx) => {
      const { kind } = await this.requests.get(tx, key);
      // The condition is in the statement: of several people who answer at once one does.
      if (!(await this.requests.answer(tx, { ...key, status, answer, answeredBy: toAuthor(bearer) })))
        throw new AppError('support_request_answered');
      await this.audit.record(tx, tenantId, {
        actor: bearer,
        action: 'support.answered',
        detail: { requestId: id, kind, status },
      });
      if (status === 'done') await this.switchUnlistedProvider.run(tx, { tenantId, allowed: true, bearer });
      return await this.requests.get(tx, key);
    });
  }
}
