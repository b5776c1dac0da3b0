import { Email, Id, Page, Role, UserPage, UserStatus, UserSummary } from '@portico/contracts';
import { AccessTokenGuard, NeedsScope, Operation } from '@portico/service-kit';
import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { CountUsers } from './count-users.js';
import { ListUsers } from './list-users.js';

const UserQuery = Page.extend({
  /** An address in any spelling. */
  email: Email.optional(),
  /** What name, address or external id holds. */
  search: z.string().trim().min(2).max(200).optional(),
  status: UserStatus.optional(),
  role: Role.optional(),
  /** Only users to whom an identity of this connection is linked. */
  linkedTo: Id.optional(),
  /** Only users to whom none is. */
  notLinkedTo: Id.optional(),
  /** Only these users: up to 100 ids with commas between them. */
  ids: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(Id).max(100))
    .optional(),
});

@Controller('v1/tenants/:tenantId/users')
@UseGuards(AccessTokenGuard)
export class UserListController {
  constructor(
    private readonly list: ListUsers,
    private readonly count: CountUsers,
  ) {}

  @Get()
  @Operation('listUsers', {
    summary: "The tenant's users in the order of their making, or those who fit.",
    description:
      '`email` finds an address in any spelling, `search` whoever has the text (2 characters at least, in any case) in name, address or external id. Of several filters all hold.',
    answers: UserPage,
  })
  @NeedsScope('users:read')
  async getAll(
    @Param('tenantId') tenantId: string,
    @Query({ schema: UserQuery }) query: z.infer<typeof UserQuery>,
  ): Promise<UserPage> {
    return await this.list.run({ tenantId, ...query });
  }

  @Get('summary')
  @Operation('countUsers', { summary: 'How many users the tenant has.', answers: UserSummary })
  @NeedsScope('users:read')
  async getSummary(@Param('tenantId') tenantId: string): Promise<UserSummary> {
    return await this.count.run({ tenantId });
  }
}
