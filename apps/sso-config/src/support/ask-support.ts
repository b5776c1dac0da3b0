import type { AskSupport as Question, Principal } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { AuditStore } from '../audit/audit.store.js';
import { toAuthor } from '../connections/connection.rules.js';
import { TenantStore } from '../tenants/tenant.store.js';
import { type NamedRequest, SupportRequestStore } from './support-request.store.js';

interface Asking {
  tenantId: string;
  question: Question;
  bearer: Principal;
}

/** A company asks support for what it cannot switch on itself; once at a time. */
@Injectable()
export class AskSupport {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly requests: SupportRequestStore,
    private readonly audit: AuditStore,
  ) {}

  async run({ tenantId, question, bearer }: Asking): Promise<NamedRequest> {
    const key = { tenantId, id: newId() };
    return await this.database.inTenant(tenantId, async (tx) => {
      await this.tenants.get(tx, tenantId);
      await this.requests.add(tx, { ...key, ...question, askedBy: toAuthor(bearer) });
      await this.audit.record(tx, tenantId, {
        actor: bearer,
        action: 'support.asked',
        detail: { requestId: key.id, kind: question.kind },
      });
      return await this.requests.get(tx, key);
    });
  }
}
