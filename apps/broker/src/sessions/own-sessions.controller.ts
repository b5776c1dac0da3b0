import { AppError, type Principal, SessionsEnded } from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Controller, Delete, Param, UseGuards } from '@nestjs/common';
import { EndManySessions } from './end-many-sessions.js';

@Controller('v1/tenants/:tenantId/own-sessions')
@UseGuards(AccessTokenGuard)
export class OwnSessionsController {
  constructor(private readonly end: EndManySessions) {}

  @Delete()
  @Operation('endOwnSessions', {
    summary: 'Signs the bearer, who is a user, out everywhere, and says how many sessions ended.',
    description:
      'In every browser, with everything that was issued in it. Everybody may do that for themselves, so the scope is ' +
      'one that every user has. A machine has no session (`scope_insufficient`).',
    answers: SessionsEnded,
  })
  @NeedsScope('tenants:read')
  async deleteAll(
    @Param('tenantId') tenantId: string,
    @Bearer() { kind, subject, tenantId: home }: Principal,
  ): Promise<SessionsEnded> {
    if (kind !== 'user') throw new AppError('scope_insufficient', { detail: 'the bearer is no user' });
    // People of the platform reach every tenant, and have their sessions in their own.
    if (home !== tenantId) throw new AppError('not_found', { detail: 'not the tenant of the bearer' });
    return { ended: await this.end.run({ tenantId, userId: subject }) };
  }
}
