import {
  CreateUser as NewUser,
  Email,
  Page,
  type Principal,
  UpdateUser as UserChanges,
  User,
  UserPage,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Get, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import type { z } from 'zod';
import { CreateUser } from './create-user.js';
import { ListUsers } from './list-users.js';
import { ReadUser } from './read-user.js';
import { UpdateUser } from './update-user.js';
import { readId, toUser } from './user.rules.js';

const UserQuery = Page.extend({ email: Email.optional() });

@Controller('v1/tenants/:tenantId/users')
@UseGuards(AccessTokenGuard)
export class UsersController {
  constructor(
    private readonly create: CreateUser,
    private readonly list: ListUsers,
    private readonly read: ReadUser,
    private readonly update: UpdateUser,
  ) {}

  @Post()
  @Operation('addUser', {
    summary: 'Adds a user, active and without a password.',
    description: 'Roles of the platform are given by operators and machine applications only.',
    answers: User,
    refuses: ['external_id_taken'],
  })
  @NeedsScope('users:write')
  async post(
    @Param('tenantId') tenantId: string,
    @Body({ schema: NewUser }) wanted: NewUser,
    @Bearer() bearer: Principal,
  ): Promise<User> {
    return toUser(await this.create.run({ tenantId, wanted, bearer }), false);
  }

  @Get()
  @Operation('listUsers', {
    summary: "The tenant's users in the order of their making, or those with `email`.",
    answers: UserPage,
  })
  @NeedsScope('users:read')
  async getAll(
    @Param('tenantId') tenantId: string,
    @Query({ schema: UserQuery }) query: z.infer<typeof UserQuery>,
  ): Promise<UserPage> {
    return await this.list.run({ tenantId, ...query });
  }

  @Get(':userId')
  @Operation('getUser', { summary: 'One user.', answers: User })
  @NeedsScope('users:read')
  async get(@Param('tenantId') tenantId: string, @Param('userId') userId: string): Promise<User> {
    return await this.read.run({ tenantId, userId: readId(userId) });
  }

  @Patch(':userId')
  @Operation('changeUser', {
    summary: 'Changes the fields given.',
    description:
      'Nobody deactivates themselves. Roles of the platform, given or held, are for operators and machine applications.',
    answers: User,
    refuses: ['external_id_taken'],
  })
  @NeedsScope('users:write')
  async patch(
    @Param('tenantId') tenantId: string,
    @Param('userId') id: string,
    @Body({ schema: UserChanges }) wanted: UserChanges,
    @Bearer() bearer: Principal,
  ): Promise<User> {
    const userId = readId(id);
    await this.update.run({ tenantId, userId, wanted, bearer });
    return await this.read.run({ tenantId, userId });
  }
}
