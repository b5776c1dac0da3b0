import { CreateFactor, FactorCreated, Factors, type Principal } from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, UseGuards } from '@nestjs/common';
import { ReadUser } from '../users/read-user.js';
import { readId } from '../users/user.rules.js';
import { ListFactors } from './list-factors.js';
import { RemoveFactor } from './remove-factor.js';
import { SeedFactor } from './seed-factor.js';

@Controller('v1/tenants/:tenantId/users/:userId/factors')
@UseGuards(AccessTokenGuard)
export class FactorsController {
  constructor(
    private readonly readUser: ReadUser,
    private readonly list: ListFactors,
    private readonly seed: SeedFactor,
    private readonly remove: RemoveFactor,
  ) {}

  @Get()
  @Operation('listFactors', {
    summary: 'The second factors that a user has set up, the oldest first; no secret is in them.',
    answers: Factors,
  })
  @NeedsScope('users:read')
  async getAll(@Param('tenantId') tenantId: string, @Param('userId') userId: string): Promise<Factors> {
    const id = readId(userId);
    await this.readUser.run({ tenantId, userId: id });
    return { factors: await this.list.run({ tenantId, userId: id }) };
  }

  @Post()
  @Operation('addFactor', {
    summary: 'Gives a user of a demo or a test a time-based code; its secret is answered this once.',
    description: 'People set theirs up as they sign in. Refused where the user has a second factor.',
    answers: FactorCreated,
    refuses: ['factor_set_up_already'],
  })
  @NeedsScope('sso:seed')
  async post(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Body({ schema: CreateFactor }) _wanted: CreateFactor,
    @Bearer() bearer: Principal,
  ): Promise<FactorCreated> {
    return await this.seed.run({ tenantId, userId: readId(userId), bearer });
  }

  @Delete(':factorId')
  @Operation('removeFactor', {
    summary:
      'Removes a lost second factor; where one is demanded, the person sets another up at the next sign-in.',
    description:
      'Sessions that it helped to begin go on. Factors of the people of the platform are removed by operators and machine applications only.',
  })
  @NeedsScope('users:write')
  @HttpCode(HttpStatus.NO_CONTENT)
  async delete(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Param('factorId') factorId: string,
    @Bearer() bearer: Principal,
  ): Promise<void> {
    await this.remove.run({ tenantId, userId: readId(userId), factorId: readId(factorId), bearer });
  }
}
