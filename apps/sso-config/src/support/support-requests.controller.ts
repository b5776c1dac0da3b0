import {
  AnswerSupportRequest as Answer,
  AskSupport as Question,
  type Principal,
  SupportRequest,
  SupportRequestPage,
  SupportRequestQuery,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Get, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { readId } from '../tenants/id.rules.js';
import { AnswerSupportRequest } from './answer-support-request.js';
import { AskSupport } from './ask-support.js';
import { ListSupportRequests } from './list-support-requests.js';
import { toSupportRequest } from './support-request.rules.js';

@Controller('v1')
@UseGuards(AccessTokenGuard)
export class SupportRequestsController {
  constructor(
    private readonly ask: AskSupport,
    private readonly answer: AnswerSupportRequest,
    private readonly list: ListSupportRequests,
  ) {}

  @Post('tenants/:tenantId/support-requests')
  @Operation('askSupport', {
    summary: 'Asks support to switch the unlisted provider on.',
    description: 'Refused while a request of the kind is open.',
    answers: SupportRequest,
    refuses: ['support_request_open'],
  })
  @NeedsScope('sso:write')
  async post(
    @Param('tenantId') tenantId: string,
    @Body({ schema: Question }) question: Question,
    @Bearer() bearer: Principal,
  ): Promise<SupportRequest> {
    return toSupportRequest(await this.ask.run({ tenantId, question, bearer }));
  }

  @Get('tenants/:tenantId/support-requests')
  @Operation('listSupportRequests', {
    summary: 'What a tenant has asked of support, and the answers; newest first.',
    answers: SupportRequestPage,
  })
  @NeedsScope('sso:read')
  async getOfTenant(
    @Param('tenantId') tenantId: string,
    @Query({ schema: SupportRequestQuery }) query: SupportRequestQuery,
  ): Promise<SupportRequestPage> {
    return await this.page({ tenantId, ...query });
  }

  @Get('support-requests')
  @Operation('listEverySupportRequest', {
    summary: "Support's queue: what every tenant has asked, newest first.",
    answers: SupportRequestPage,
  })
  @NeedsScope('sso:support')
  async getAll(
    @Query({ schema: SupportRequestQuery }) query: SupportRequestQuery,
  ): Promise<SupportRequestPage> {
    return await this.page(query);
  }

  @Patch('tenants/:tenantId/support-requests/:requestId')
  @Operation('answerSupportRequest', {
    summary: 'Answers a request; `done` switches on what was asked for.',
    answers: SupportRequest,
    refuses: ['support_request_answered'],
  })
  @NeedsScope('sso:support')
  async patch(
    @Param() { tenantId, requestId }: { tenantId: string; requestId: string },
    @Body({ schema: Answer }) answer: Answer,
    @Bearer() bearer: Principal,
  ): Promise<SupportRequest> {
    return toSupportRequest(await this.answer.run({ tenantId, id: readId(requestId), answer, bearer }));
  }

  private async page(filter: Parameters<ListSupportRequests['run']>[0]): Promise<SupportRequestPage> {
    const { requests, nextCursor } = await this.list.run(filter);
    return { requests: requests.map(toSupportRequest), nextCursor };
  }
}
