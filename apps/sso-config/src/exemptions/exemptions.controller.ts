import { ExemptionList, NamedExemption, type Principal, SetExemption } from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Delete, Get, HttpCode, Param, Put, UseGuards } from '@nestjs/common';
import { PlatformReadGuard } from '../audit/platform-read.guard.js';
import { EndExemption } from './end-exemption.js';
import { readUserId, toExemption } from './exemption.rules.js';
import { GrantExemption } from './grant-exemption.js';
import { ListExemptions } from './list-exemptions.js';

@Controller('v1/tenants/:tenantId/exemptions')
@UseGuards(AccessTokenGuard, PlatformReadGuard)
export class ExemptionsController {
  constructor(
    private readonly list: ListExemptions,
    private readonly grant: GrantExemption,
    private readonly end: EndExemption,
  ) {}

  @Get()
  @Operation('listExemptions', {
    summary: 'The exemptions that have not ended: who, until when, why, and by whom.',
    answers: ExemptionList,
  })
  @NeedsScope('sso:read')
  async getAll(@Param('tenantId') tenantId: string): Promise<ExemptionList> {
    return { exemptions: (await this.list.run(tenantId)).map(toExemption) };
  }

  @Put(':userId')
  @Operation('grantExemption', {
    summary: 'Lets a user go on using a password while single sign-on is enforced, or changes until when.',
    description: 'The end has to be in the future, and at most a year ahead.',
    answers: NamedExemption,
    refuses: ['exemption_limit_reached'],
  })
  @NeedsScope('sso:write')
  async put(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Body({ schema: SetExemption }) wanted: SetExemption,
    @Bearer() bearer: Principal,
  ): Promise<NamedExemption> {
    return toExemption(await this.grant.run({ tenantId, userId: readUserId(userId), wanted, bearer }));
  }

  @Delete(':userId')
  @Operation('endExemption', { summary: 'Ends an exemption now; one that has ended already is not found.' })
  @HttpCode(204)
  @NeedsScope('sso:write')
  async delete(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Bearer() bearer: Principal,
  ): Promise<void> {
    await this.end.run({ tenantId, userId: readUserId(userId), bearer });
  }
}
