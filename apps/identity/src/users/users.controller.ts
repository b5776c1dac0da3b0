import { CreateUser as NewUser, type Principal, UpdateUser as UserChanges, User } from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  UseGuards,
} from '@nestjs/common';
import { CreateUser } from './create-user.js';
import { ReadUser } from './read-user.js';
import { RemoveUser } from './remove-user.js';
import { UpdateUser } from './update-user.js';
import { readId, toUser } from './user.rules.js';

@Controller('v1/tenants/:tenantId/users')
@UseGuards(AccessTokenGuard)
export class UsersController {
  constructor(
    private readonly create: CreateUser,
    private readonly read: ReadUser,
    private readonly update: UpdateUser,
    private readonly remove: RemoveUser,
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
    return toUser(await this.create.run({ tenantId, wanted, bearer }));
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
      'Nobody deactivates themselves, and nobody, no machine application either, takes the last active administrator from a tenant: make somebody else one first. Roles of the platform, given or held, are for operators and machine applications.',
    answers: User,
    refuses: ['external_id_taken', 'last_admin'],
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

  @Delete(':userId')
  @Operation('removeUser', {
    summary: 'Removes a user for good, with password, identities and all that waits for them.',
    description:
      'To keep somebody out, deactivate instead. Subscribers hear `user.deactivated`. Nobody removes themselves, and nobody the last active administrator of a tenant; people of the platform are removed by operators and machine applications.',
    refuses: ['request_invalid', 'last_admin'],
  })
  @NeedsScope('users:write')
  @HttpCode(HttpStatus.NO_CONTENT)
  async delete(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Bearer() bearer: Principal,
  ): Promise<void> {
    await this.remove.run({ tenantId, userId: readId(userId), bearer });
  }
}
