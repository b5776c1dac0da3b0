import {
  CreateUser as NewUser,
  Email,
  Id,
  type Principal,
  UpdateUser as UserChanges,
  type User,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope } from '@portico/service-kit';
import { Body, Controller, Get, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { CreateUser } from './create-user.js';
import { ListUsers } from './list-users.js';
import { ReadUser } from './read-user.js';
import { UpdateUser } from './update-user.js';
import { readUserId, toUser } from './user.rules.js';

const UserQuery = z.strictObject({
  email: Email.optional(),
  after: Id.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

@Controller('v1/tenants/:tenantId/users')
@UseGuards(AccessTokenGuard)
export class UsersController {
  constructor(
    private readonly create: CreateUser,
    private readonly list: ListUsers,
    private readonly read: ReadUser,
    private readonly update: UpdateUser,
  ) {}

  /** Adds a user. Refuses `external_id_taken`; `scope_insufficient` for platform roles without an operator. */
  @Post()
  @NeedsScope('users:write')
  async post(
    @Param('tenantId') tenantId: string,
    @Body({ schema: NewUser }) wanted: NewUser,
    @Bearer() bearer: Principal,
  ): Promise<User> {
    return toUser(await this.create.run({ tenantId, wanted, bearer }), false);
  }

  /** The tenant's users in the order of their making, or those with `?email=`; `nextCursor` is the next `?after=`. */
  @Get()
  @NeedsScope('users:read')
  async getAll(
    @Param('tenantId') tenantId: string,
    @Query({ schema: UserQuery }) query: z.infer<typeof UserQuery>,
  ): Promise<{ users: User[]; nextCursor: string | null }> {
    return await this.list.run({ tenantId, ...query });
  }

  /** One user. Refuses `not_found`. */
  @Get(':userId')
  @NeedsScope('users:read')
  async get(@Param('tenantId') tenantId: string, @Param('userId') userId: string): Promise<User> {
    return await this.read.run({ tenantId, userId: readUserId(userId) });
  }

  /**
   * Changes the fields given. Refuses `not_found`, `external_id_taken`, `request_invalid` for one's own
   * deactivation, and `scope_insufficient` for platform roles, given or held, without an operator.
   */
  @Patch(':userId')
  @NeedsScope('users:write')
  async patch(
    @Param('tenantId') tenantId: string,
    @Param('userId') id: string,
    @Body({ schema: UserChanges }) wanted: UserChanges,
    @Bearer() bearer: Principal,
  ): Promise<User> {
    const userId = readUserId(id);
    await this.update.run({ tenantId, userId, wanted, bearer });
    return await this.read.run({ tenantId, userId });
  }
}
