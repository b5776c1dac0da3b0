import { AuditPage, AuditQuery } from '@portico/contracts';
import { AccessTokenGuard, NeedsScope, Operation } from '@portico/service-kit';
import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { toAuditEntry } from './audit.rules.js';
import { ListAudit } from './list-audit.js';
import { PlatformReadGuard } from './platform-read.guard.js';

@Controller('v1/tenants/:tenantId/audit')
@UseGuards(AccessTokenGuard, PlatformReadGuard)
export class AuditController {
  constructor(private readonly list: ListAudit) {}

  @Get()
  @Operation('listAudit', {
    summary:
      "What was done to the tenant's single sign-on and by whom, newest first; of one connection or of all.",
    description:
      'People of the platform are told apart by `byPlatform`; that they looked at the settings is told once an hour.',
    answers: AuditPage,
  })
  @NeedsScope('sso:read')
  async get(
    @Param('tenantId') tenantId: string,
    @Query({ schema: AuditQuery }) query: AuditQuery,
  ): Promise<AuditPage> {
    const { entries, nextCursor } = await this.list.run({ tenantId, ...query });
    return { entries: entries.map(toAuditEntry), nextCursor };
  }
}
