import { Coverage, Page, Rehearsal, RehearsedOutcome, RehearsedUserPage } from '@portico/contracts';
import { AccessTokenGuard, NeedsScope, Operation } from '@portico/service-kit';
import { Controller, Get, Param, Post, Query, UseGuards } from '@nestjs/common';
import type { z } from 'zod';
import { readId } from '../users/user.rules.js';
import { ListRehearsedUsers } from './list-rehearsed-users.js';
import { ReadCoverage } from './read-coverage.js';
import { ReadRehearsal } from './read-rehearsal.js';
import { Rehearse } from './rehearse.js';
import type { RehearsalPlace } from './rehearsal.rules.js';

const RehearsedQuery = Page.extend({ outcome: RehearsedOutcome.optional() });

/** What the paths of this door name. */
interface Path {
  tenantId: string;
  connectionId: string;
}

const readPlace = ({
  tenantId,
  connectionId,
  rehearsalId,
}: Path & { rehearsalId: string }): RehearsalPlace => ({
  tenantId,
  connectionId: readId(connectionId),
  rehearsalId: readId(rehearsalId),
});

@Controller('v1/tenants/:tenantId/connections/:connectionId')
@UseGuards(AccessTokenGuard)
export class RehearsalsController {
  constructor(
    private readonly coverage: ReadCoverage,
    private readonly rehearse: Rehearse,
    private readonly read: ReadRehearsal,
    private readonly list: ListRehearsedUsers,
  ) {}

  @Get('coverage')
  @Operation('getCoverage', {
    summary:
      'How many active users there are, and to how many of them the connection has no identity linked.',
    answers: Coverage,
  })
  @NeedsScope('sso:read')
  async getCoverage(@Param() { tenantId, connectionId }: Path): Promise<Coverage> {
    return await this.coverage.run({ tenantId, connectionId: readId(connectionId) });
  }

  @Post('rehearsals')
  @Operation('rehearse', {
    summary: 'Says what would become of every active user if the connection were enforced now.',
    description:
      'By the decision and the matching rules of a sign-in; nothing changes. What the provider will say of addresses is taken from the last test that an administrator passed with the live revision: without one, it is taken to say nothing of them. Counts for 15 minutes and these settings, and is kept for a day, the last three of a connection. One at a time in a tenant: `try_again` for the second.',
    answers: Rehearsal,
    refuses: ['connection_not_ready'],
  })
  @NeedsScope('sso:write')
  async post(@Param() { tenantId, connectionId }: Path): Promise<Rehearsal> {
    return await this.rehearse.run({ tenantId, connectionId: readId(connectionId) });
  }

  @Get('rehearsals/:rehearsalId')
  @Operation('getRehearsal', { summary: 'One rehearsal.', answers: Rehearsal })
  @NeedsScope('sso:read')
  async get(@Param() path: Path & { rehearsalId: string }): Promise<Rehearsal> {
    return await this.read.run(readPlace(path));
  }

  @Get('rehearsals/:rehearsalId/users')
  @Operation('listRehearsedUsers', {
    summary: 'What would become of whom, in the order of their making; without those removed since.',
    answers: RehearsedUserPage,
  })
  @NeedsScope('sso:read')
  async getUsers(
    @Param() path: Path & { rehearsalId: string },
    @Query({ schema: RehearsedQuery }) query: z.infer<typeof RehearsedQuery>,
  ): Promise<RehearsedUserPage> {
    return await this.list.run(readPlace(path), query);
  }
}
