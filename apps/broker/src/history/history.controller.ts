import { ConnectionStates, Id, LastSignIns } from '@portico/contracts';
import { AccessTokenGuard, NeedsScope, Operation } from '@portico/service-kit';
import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { ReadConnectionStates } from './read-connection-states.js';
import { ReadLastSignIns } from './read-last-sign-ins.js';

/** One user or several, each by a parameter of its own. */
const UserQuery = z.strictObject({ userId: z.union([Id, z.array(Id).min(1).max(100)]) });

@Controller('v1/tenants/:tenantId')
@UseGuards(AccessTokenGuard)
export class HistoryController {
  constructor(
    private readonly states: ReadConnectionStates,
    private readonly lastSignIns: ReadLastSignIns,
  ) {}

  @Get('connection-states')
  @Operation('getConnectionStates', {
    summary:
      'What logins and tests tell of each connection: the last sign-in, whether it fails, and its proof.',
    description:
      'It fails with refusals that the connection itself causes, since the last sign-in or the last test of its live ' +
      'values that worked; of each kind up to 1,000 are counted.',
    answers: ConnectionStates,
  })
  @NeedsScope('sso:read')
  async getStates(@Param('tenantId') tenantId: string): Promise<ConnectionStates> {
    return await this.states.run(tenantId);
  }

  @Get('last-sign-ins')
  @Operation('getLastSignIns', {
    summary: 'When and how each of up to 100 users signed in last; those who never did are left out.',
    description: '`userId` once for each user.',
    answers: LastSignIns,
  })
  @NeedsScope('users:read')
  async getLastSignIns(
    @Param('tenantId') tenantId: string,
    @Query({ schema: UserQuery }) { userId }: z.infer<typeof UserQuery>,
  ): Promise<LastSignIns> {
    return await this.lastSignIns.run(tenantId, [userId].flat());
  }
}
