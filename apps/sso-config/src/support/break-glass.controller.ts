import {
  BreakGlass,
  BreakGlassList,
  type Principal,
  RequestBreakGlass as WantedBreakGlass,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { readId } from '../tenants/id.rules.js';
import { ApproveBreakGlass } from './approve-break-glass.js';
import { toBreakGlass } from './break-glass.rules.js';
import { EndBreakGlass } from './end-break-glass.js';
import { ListBreakGlass } from './list-break-glass.js';
import { RequestBreakGlass } from './request-break-glass.js';

@Controller('v1/tenants/:tenantId/break-glass')
@UseGuards(AccessTokenGuard)
export class BreakGlassController {
  constructor(
    private readonly request: RequestBreakGlass,
    private readonly approve: ApproveBreakGlass,
    private readonly end: EndBreakGlass,
    private readonly list: ListBreakGlass,
  ) {}

  @Post()
  @Operation('requestBreakGlass', {
    summary: "Asks to mend a tenant's single sign-on for half an hour.",
    description:
      'For an operator who has signed in, never a machine. It waits for an hour at most, for a second person of the ' +
      'platform to approve it.',
    answers: BreakGlass,
  })
  @NeedsScope('sso:mend')
  async post(
    @Param('tenantId') tenantId: string,
    @Body({ schema: WantedBreakGlass }) { reason }: WantedBreakGlass,
    @Bearer() bearer: Principal,
  ): Promise<BreakGlass> {
    return toBreakGlass(await this.request.run({ tenantId, reason, bearer }));
  }

  @Get()
  @Operation('listBreakGlass', {
    summary: 'What operators asked for in this tenant, and what came of it: the newest hundred.',
    answers: BreakGlassList,
  })
  @NeedsScope('sso:read')
  async getAll(@Param('tenantId') tenantId: string): Promise<BreakGlassList> {
    return { breakGlass: (await this.list.run(tenantId)).map(toBreakGlass) };
  }

  @Post(':breakGlassId/approval')
  @Operation('approveBreakGlass', {
    summary: 'Opens a break-glass that somebody else asked for, for 30 minutes.',
    description: 'By another operator or by support. The administrators of the tenant are told by mail.',
    answers: BreakGlass,
    refuses: ['break_glass_own', 'break_glass_ended'],
  })
  @NeedsScope('sso:support')
  async postApproval(
    @Param('tenantId') tenantId: string,
    @Param('breakGlassId') id: string,
    @Bearer() bearer: Principal,
  ): Promise<BreakGlass> {
    return toBreakGlass(await this.approve.run({ tenantId, id: readId(id), bearer }));
  }

  @Delete(':breakGlassId')
  @Operation('endBreakGlass', {
    summary: 'Ends a break-glass that waits or is open, at once.',
    description:
      'By anybody of the platform, and by the administrators of the tenant. What was mended stays.',
    refuses: ['break_glass_ended'],
  })
  @HttpCode(204)
  @NeedsScope('sso:support', 'sso:mend', 'sso:write')
  async delete(
    @Param('tenantId') tenantId: string,
    @Param('breakGlassId') id: string,
    @Bearer() bearer: Principal,
  ): Promise<void> {
    await this.end.run({ tenantId, id: readId(id), bearer });
  }
}
